using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Reports;

namespace Taihang.Methods.Read;

/// <summary>A field of a form that is printed: the label on paper and the fact beside it.</summary>
public sealed record PrintedField(Words Label, FormField Field);

/// <summary>A part of a form.</summary>
/// <param name="OfMembers">One line to each member; else one value to each field.</param>
public sealed record PrintedPart(Words Title, bool OfMembers, ImmutableArray<PrintedField> Fields);

/// <summary>A form that is printed from facts.</summary>
/// <param name="OfPlace">A list of a place's households or members; else a form of one household.</param>
public sealed record PrintedForm(string Id, Words Title, Words Basis, bool OfPlace, ImmutableArray<PrintedPart> Parts)
{
    public const string Folder = "forms/print/";

    private static readonly Dictionary<string, bool> Kinds = new() { ["household"] = false, ["place"] = true };

    private static readonly Dictionary<string, bool> PartKinds = new() { ["household"] = false, ["members"] = true };

    /// <param name="file">Inside the pack, such as <c>forms/print/handbook.yaml</c>.</param>
    public static Outcome<PrintedForm> Read(string file, string text, HeadingRules rules)
    {
        var problems = new List<Problem>();
        if (YamlReader.Open(file, text, problems) is not { } root)
            return Outcome<PrintedForm>.Refused(problems);
        root.Only("id", "title", "basis", "of", "parts");
        var ofPlace = root.Must("of").OneOf(Kinds);
        var form = new PrintedForm(
            root.Must("id").Text(),
            root.Must("title").Words(),
            root.Must("basis").Words(),
            ofPlace,
            [.. root.Must("parts").Items().Select(part => Part(part, rules))]
        );
        if (ofPlace && form.Parts.Length != 1)
            root.Report(PackProblems.WrongForm(root.Must("parts").Place, new("一个部分", "one part")));
        return problems.Count > 0 ? Outcome<PrintedForm>.Refused([.. problems.Distinct()]) : form;
    }

    private static PrintedPart Part(YamlReader part, HeadingRules rules)
    {
        part.Only("title", "rows", "fields");
        var members = part.Must("rows").OneOf(PartKinds);
        var fields = ImmutableArray.CreateBuilder<PrintedField>();
        foreach (var item in part.Must("fields").Items())
        {
            var named = item.IsMap ? item.Only("field", "label").Must("field") : item;
            var label = item.IsMap ? item.Must("label").Words() : null;
            var id = named.Text();
            if (rules.Find(id) is not { } field || (field.Of == FieldOf.Member && !members))
                item.Report(
                    PackProblems.UnknownName(
                        named.Place,
                        id,
                        Nearest.To(id, rules.Fields.Where(f => members || f.Of != FieldOf.Member).Select(f => f.Id))
                    )
                );
            else
                fields.Add(new PrintedField(label ?? field.Title, field));
        }
        return new PrintedPart(part.Must("title").Words(), members, fields.ToImmutable());
    }
}
