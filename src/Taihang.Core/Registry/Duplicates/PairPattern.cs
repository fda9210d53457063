using System.Runtime.InteropServices;

namespace Taihang.Core.Registry.Duplicates;

/// <summary>What is compared of two persons.</summary>
public enum PairField
{
    Name,
    Birth,
    Sex,
    Number,
    Phone,
    Place,
    Kin,
}

/// <summary>How two persons agree, field by field, in one number: pairs that agree alike are counted together.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PairPattern
{
    /// <summary>How many bits each field takes, in the order of <see cref="PairField"/>, and then the rarity of the name.</summary>
    private static readonly int[] Widths = [3, 3, 2, 2, 2, 3, 2];
    private const int RarityAt = 17;
    public const int MostRarity = 31;

    private PairPattern(int bits) => Bits = bits;

    public int Bits { get; }

    /// <param name="rarity">
    /// How rare the name (or its sound) is that the two share: the share of people who bear it is about 2 to the minus that.
    /// </param>
    public static PairPattern Of(
        NameAgreement name,
        int rarity,
        BirthAgreement birth,
        PlainAgreement sex,
        NumberAgreement number,
        PlainAgreement phone,
        PlaceAgreement place,
        KinAgreement kin
    )
    {
        var (bits, at) = (0, 0);
        Add((int)name, Widths[0]);
        Add((int)birth, Widths[1]);
        Add((int)sex, Widths[2]);
        Add((int)number, Widths[3]);
        Add((int)phone, Widths[4]);
        Add((int)place, Widths[5]);
        Add((int)kin, Widths[6]);
        return new PairPattern(bits | (Math.Clamp(rarity, 0, MostRarity) << RarityAt));

        void Add(int level, int width)
        {
            bits |= level << at;
            at += width;
        }
    }

    public static PairPattern From(int bits) => new(bits);

    public int Rarity => Bits >> RarityAt & MostRarity;

    public int this[PairField field]
    {
        get
        {
            var at = 0;
            for (var i = 0; i < (int)field; i++)
                at += Widths[i];
            return Bits >> at & ((1 << Widths[(int)field]) - 1);
        }
    }

    /// <summary>How many levels a field has, the one that says nothing among them.</summary>
    public static int Levels(PairField field) =>
        field switch
        {
            PairField.Name => 6,
            PairField.Birth => 6,
            PairField.Sex => 3,
            PairField.Number => 4,
            PairField.Phone => 3,
            PairField.Place => 5,
            _ => 4,
        };

    /// <summary>A level that is no evidence either way.</summary>
    public static bool SaysNothing(PairField field, int level) =>
        field is not (PairField.Name or PairField.Place) && level == Levels(field) - 1;
}
