using Taihang.Methods.Read;

namespace Taihang.Modules.Takeover;

/// <summary>The part that looks at values; it proves nothing without ID numbers that pass their check.</summary>
public sealed partial class ProposeMapping
{
    /// <summary>What the values prove of columns that no heading told, and of those that one did.</summary>
    private void ByContent()
    {
        Take(Target("id_number"), l => l.IdNumbers, "pass the check character");
        Take(Target("phone"), l => l.Phones, "look like mobile numbers");
        Take(form.Columns.First(c => c.Use == ColumnUse.VillageCode), l => l.VillageCodes, "have twelve digits");
        if (Target("id_number") is not { } number || !proposed.TryGetValue(number, out var ids))
            return;
        var numbers = looks[number];
        Prove(Target("birth_date"), ids.Role, (column, look) => Born(column, look, numbers));
        Prove(Target("sex"), ids.Role, (column, look) => Sexed(column, look, numbers));
    }

    private FormColumn? Target(string member) =>
        form.Columns.FirstOrDefault(c => c.Use == ColumnUse.Member && c.Attribute!.Id == member);

    private void Take(FormColumn? target, Func<ColumnLook, int> count, string what)
    {
        if (
            target is null
            || proposed.ContainsKey(target)
            || open.Find(o => o.Look.Mostly(count(o.Look))) is not { Look: { } look } column
        )
            return;
        open.Remove(column);
        looks[target] = look;
        proposed[target] = new ProposedColumn(
            target,
            column.Role,
            column.Heading,
            "by its values, not by its heading",
            $"{count(look)} of {look.Filled} {what}",
            Strip: look.Strip
        );
    }

    private void Prove(FormColumn? target, string role, Func<ProposedColumn, ColumnLook, ProposedColumn?> proof)
    {
        if (target is null)
            return;
        if (proposed.TryGetValue(target, out var known))
        {
            proposed[target] = (known.Role == role ? proof(known, looks[target]) : null) ?? known;
            return;
        }
        foreach (var column in open.Where(o => o.Role == role))
        {
            var bare = new ProposedColumn(
                target,
                role,
                column.Heading,
                "by its values, not by its heading",
                "",
                Strip: column.Look.Strip
            );
            if (proof(bare, column.Look) is not { } proven)
                continue;
            open.Remove(column);
            (looks[target], proposed[target]) = (column.Look, proven);
            return;
        }
    }

    private static ProposedColumn? Born(ProposedColumn column, ColumnLook look, ColumnLook numbers)
    {
        if (look.Rows != numbers.Rows || look.DatesOf(numbers) is not { } dates)
            return null;
        var proven = look.Dates.Contains(dates.Format) && dates.Agree == dates.Of;
        return column with
        {
            Date = dates.Format,
            Seen = $"{dates.Agree} of {dates.Of} agree with the ID numbers as {dates.Format}",
            // Which of two formats it is, the ID numbers have settled; what the heading did not say stays a guess.
            Guess =
                proven && (column.Guess is null || column.Date is not null)
                    ? null
                    : column.Guess ?? "not every cell agrees with the ID numbers",
        };
    }

    private static ProposedColumn? Sexed(ProposedColumn column, ColumnLook look, ColumnLook numbers)
    {
        if (look.Rows != numbers.Rows || look.SexOf(numbers) is not { } sex)
            return null;
        var labels = column.Target.Codes;
        return column with
        {
            Seen = $"{sex.Agree} of {sex.Of} agree with the ID numbers",
            Values = column.Guess is null
                ? default
                :
                [
                    (sex.Male, labels?.Find("male")?.Label.Zh ?? "?", look.Count(sex.Male)),
                    (sex.Female, labels?.Find("female")?.Label.Zh ?? "?", look.Count(sex.Female)),
                ],
            Guess = column.Guess is null ? null : "what the values mean is told by the ID numbers",
        };
    }
}
