namespace Taihang.Core.Quality;

/// <summary>Words that somebody wrote at a step of a case.</summary>
public sealed record Written(Guid CaseId, Guid? Household, Guid Account, DateOnly On, string Text);

/// <summary>Cases in which one person wrote the same, or nearly.</summary>
/// <param name="Elsewhere">Others who wrote as much the same.</param>
public sealed record TextGroup(Guid Account, IReadOnlyList<Written> Texts, int Elsewhere);

/// <summary>
/// The same or nearly the same words by one person in several cases. Texts are compared by their pairs of characters (Broder 1997: the share
/// that two have in common). Short texts are formulas, and so is what others write as well: words that one in fifty of the others' texts
/// has too are no question.
/// </summary>
public static class CopiedTexts
{
    private const double Formula = 0.02;

    public static IReadOnlyList<TextGroup> Find(IReadOnlyList<Written> written, QualityRules rules)
    {
        var texts = written
            .Select(w => (Told: w, Pairs: Pairs(w.Text)))
            .Where(w => w.Pairs.Count + 1 >= rules.LeastText)
            .ToList();
        var found = new List<TextGroup>();
        foreach (var own in texts.GroupBy(t => t.Told.Account).OrderBy(g => g.Key))
        {
            var left = own.OrderBy(t => t.Told.On).ThenBy(t => t.Told.CaseId).ToList();
            var others = texts.Where(t => t.Told.Account != own.Key).ToList();
            while (left.Count > 0)
            {
                var first = left[0];
                var alike = left.Where(t => Alike(first.Pairs, t.Pairs) >= rules.TextAlike).ToList();
                left.RemoveAll(alike.Contains);
                if (alike.Select(t => t.Told.CaseId).Distinct().Count() < rules.LeastCopies)
                    continue;
                var elsewhere = others.Count(t => Alike(first.Pairs, t.Pairs) >= rules.TextAlike);
                if (elsewhere > Formula * others.Count)
                    continue;
                found.Add(new TextGroup(own.Key, [.. alike.Select(t => t.Told)], elsewhere));
            }
        }
        return found;
    }

    private static HashSet<(char, char)> Pairs(string text)
    {
        var pairs = new HashSet<(char, char)>();
        var letters = text.Where(char.IsLetterOrDigit).ToList();
        for (var i = 1; i < letters.Count; i++)
            pairs.Add((letters[i - 1], letters[i]));
        return pairs;
    }

    private static double Alike(HashSet<(char, char)> a, HashSet<(char, char)> b)
    {
        var (small, large) = a.Count <= b.Count ? (a, b) : (b, a);
        if (small.Count == 0 || small.Count < 0.5 * large.Count)
            return 0;
        var common = small.Count(large.Contains);
        return (double)common / (a.Count + b.Count - common);
    }
}
