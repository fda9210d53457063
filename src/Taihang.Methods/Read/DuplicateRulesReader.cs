using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Registry.Duplicates;

namespace Taihang.Methods.Read;

/// <summary>Reads <c>catalogues/duplicates.yaml</c> of a pack, and its table of characters.</summary>
public static class DuplicateRulesReader
{
    public const string File = "catalogues/duplicates.yaml";
    private const string Heading = "character,standard,readings";

    /// <param name="dictionary">The pack's; the attributes named must be in it.</param>
    public static Outcome<DuplicateRules> Read(string text, Dictionary dictionary)
    {
        var problems = new List<Problem>();
        if (YamlReader.Open(File, text, problems) is not { } root)
            return Outcome<DuplicateRules>.Refused(problems);
        root.Only("id", "title", "birth_date", "sex", "characters", "near_sounds", "review_from");
        var from = root.Must("review_from");
        var review = from.Fraction();
        if (review <= Fraction.Zero || review >= Fraction.One)
            from.Report(
                PackProblems.WrongForm(from.Place, new("大于 0、小于 1 的份额", "a share above 0 and below 1"))
            );
        var rules = new DuplicateRules(
            root.Must("title").Words(),
            Member(root.Must("birth_date"), FactType.Date),
            root.Child("sex") is { } sex ? Member(sex, FactType.Code) : null,
            root.TextOrNull("characters"),
            [.. root.ItemsOrNone("near_sounds").SelectMany(Near)],
            review
        );
        return problems.Count > 0 ? Outcome<DuplicateRules>.Refused(problems) : rules;

        string Member(YamlReader at, FactType type)
        {
            var id = at.Text();
            var known = dictionary.Attributes.Where(a => a.OfMember && a.Type == type).Select(a => a.Id).ToList();
            if (!known.Contains(id))
                at.Report(PackProblems.UnknownName(at.Place, id, Nearest.To(id, known)));
            return id;
        }
    }

    /// <summary>Rows of <c>character,standard,readings</c>; readings without tones, separated by spaces.</summary>
    public static Outcome<ImmutableArray<NameCharacter>> Characters(string file, IEnumerable<string> lines)
    {
        var (rows, problems, number) = (ImmutableArray.CreateBuilder<NameCharacter>(), new List<Problem>(), 0);
        foreach (var line in lines)
        {
            number++;
            var cells = line.Split(',');
            if (number == 1)
            {
                if (line != Heading)
                    problems.Add(PackProblems.WrongForm(new Place(file, Row: 1), Words.Same(Heading)));
            }
            else if (cells.Length != 3 || cells[0].EnumerateRunes().Count() != 1 || cells[2].Length == 0)
                problems.Add(PackProblems.WrongForm(new Place(file, Row: number), Words.Same(Heading)));
            else
                rows.Add(new NameCharacter(cells[0], cells[1], cells[2].Split(' ')));
        }
        return problems.Count > 0 ? Outcome<ImmutableArray<NameCharacter>>.Refused(problems) : rows.ToImmutable();
    }

    private static IEnumerable<NearSound> Near(YamlReader item)
    {
        item.Only("beginning", "ending");
        foreach (var (key, atEnd) in new[] { ("beginning", false), ("ending", true) })
            if (item.Child(key) is { } pair)
            {
                var two = pair.Items().Select(i => i.Text()).ToList();
                if (two.Count != 2)
                    pair.Report(PackProblems.WrongForm(pair.Place, new("两个音", "two sounds")));
                else
                    yield return new NearSound(two[0], two[1], atEnd);
            }
    }
}
