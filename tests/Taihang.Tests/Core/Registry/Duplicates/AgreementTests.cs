using CsCheck;
using Taihang.Core.Registry.Duplicates;
using Xunit;
using static Taihang.Tests.Core.Registry.Duplicates.FindPairsTests;

namespace Taihang.Tests.Core.Registry.Duplicates;

public sealed class AgreementTests
{
    [Theory]
    [InlineData("王建国", "王建国", NameAgreement.Same)]
    [InlineData("王 建国", "王建国", NameAgreement.Same)]
    [InlineData("劉國強", "刘国强", NameAgreement.Same)]
    [InlineData("李晓峰", "李晓峯", NameAgreement.Same)]
    [InlineData("张伟", "章伟", NameAgreement.SameSound)]
    [InlineData("曾丽", "增丽", NameAgreement.SameSound)]
    [InlineData("林芳", "凌芳", NameAgreement.NearSound)]
    [InlineData("李娜", "利那", NameAgreement.SameSound)]
    [InlineData("王建国", "王建军", NameAgreement.OneCharacter)]
    [InlineData("王国", "王建国", NameAgreement.OneCharacter)]
    [InlineData("王伟", "王芳", NameAgreement.Different)]
    [InlineData("阿不都·热合曼", "阿不都热合曼", NameAgreement.Same)]
    [InlineData("阿不都·热合曼", "热合曼·阿不都", NameAgreement.SomeParts)]
    [InlineData("阿不都·热合曼", "阿不都", NameAgreement.SomeParts)]
    [InlineData("Ａbai", "abai", NameAgreement.Same)]
    [InlineData("赵钱", "孙李", NameAgreement.Different)]
    public void Names_agree_by_sight_sound_and_parts(string a, string b, NameAgreement expected)
    {
        Assert.Equal(expected, Agreement.Of(Sounds.Of(a), Sounds.Of(b)));
        Assert.Equal(expected, Agreement.Of(Sounds.Of(b), Sounds.Of(a)));
    }

    [Theory]
    [InlineData(19800512, 19800512, BirthAgreement.Same)]
    [InlineData(19800512, 19801205, BirthAgreement.Exchanged)]
    [InlineData(19800512, 19800521, BirthAgreement.Exchanged)]
    [InlineData(19800512, 19810512, BirthAgreement.OneDigit)]
    [InlineData(19800512, 19800118, BirthAgreement.SameYear)]
    [InlineData(19800512, 19630118, BirthAgreement.Different)]
    [InlineData(0, 19630118, BirthAgreement.NotKnown)]
    public void Birth_dates_agree_by_their_digits(int a, int b, BirthAgreement expected) =>
        Assert.Equal((expected, expected), (Agreement.Of(a, b), Agreement.Of(b, a)));

    [Theory]
    [InlineData("000001198005121234", "000001800512123", NumberAgreement.OtherForm)]
    [InlineData("000001198005121234", "00000119800512123411", NumberAgreement.OtherForm)]
    [InlineData("000001198005121234", "000001198005121244", NumberAgreement.Slip)]
    [InlineData("000001198005121234", "000001198005121324", NumberAgreement.Slip)]
    [InlineData("000001198005121234", "000001198005129999", NumberAgreement.Different)]
    [InlineData("000001198005121234", null, NumberAgreement.NotKnown)]
    public void Numbers_agree_by_form_and_slip(string a, string? b, NumberAgreement expected) =>
        Assert.Equal((expected, expected), (Agreement.Of(a, b), Agreement.Of(b, a)));

    [Fact]
    public void A_pattern_gives_back_every_level_that_went_in() =>
        Gen.Int[0, 5]
            .Array[7]
            .Select(Gen.Int[0, 40])
            .Sample(
                (levels, rarity) =>
                {
                    var of = Enum.GetValues<PairField>()
                        .ToDictionary(f => f, f => levels[(int)f] % PairPattern.Levels(f));
                    var pattern = PairPattern.Of(
                        (NameAgreement)of[PairField.Name],
                        rarity,
                        (BirthAgreement)of[PairField.Birth],
                        (PlainAgreement)of[PairField.Sex],
                        (NumberAgreement)of[PairField.Number],
                        (PlainAgreement)of[PairField.Phone],
                        (PlaceAgreement)of[PairField.Place],
                        (KinAgreement)of[PairField.Kin]
                    );
                    var again = PairPattern.From(pattern.Bits);
                    return of.All(f => again[f.Key] == f.Value)
                        && again.Rarity == Math.Min(rarity, PairPattern.MostRarity);
                }
            );
}
