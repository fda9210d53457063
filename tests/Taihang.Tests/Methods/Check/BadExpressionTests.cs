using Taihang.Methods.Read;
using Xunit;

namespace Taihang.Tests.Methods.Check;

/// <summary>Expressions that must not load, and the character at which the message points.</summary>
public sealed class BadExpressionTests
{
    private const string When = "\"per(household.income_fen_year, heads) < line\"";
    private const int Row = 9;
    private static readonly int Column =
        MadeUpPack.Method.Split('\n')[Row - 1].IndexOf(When, StringComparison.Ordinal) + 2;

    [Theory]
    // Trap 1: a truth is not a number.
    [InlineData("household.kind in ['wood', 'brick'] == 2", 36, "a truth cannot be compared with a number")]
    [InlineData("household.flag == 1", 15, "a truth cannot be compared with a number")]
    [InlineData("household.flag + 1 > 0", 10, "a number is needed here, not a truth")]
    [InlineData("household.rooms", 10, "a truth is needed here, not a number")]
    [InlineData("household.rooms && true", 10, "a truth is needed here, not a number")]
    [InlineData("household.rooms ? true : false", 10, "a truth is needed here, not a number")]
    [InlineData("household.flag < true", 15, "only by == or !=")]
    [InlineData("household.kind < 'wood'", 15, "only by == or !=")]
    [InlineData("household.visited > 3", 18, "a date cannot be compared with a number")]
    [InlineData("household.causes == household.tools", 17, "ask a list of codes")]
    [InlineData("household.kind == household.event", 15, "different lists")]
    [InlineData("(household.flag ? 1 : true) == 1", 22, "a number is needed here, not a truth")]
    // Trap 2: no division, no float.
    [InlineData("1 / 3 < household.rooms", 2, "division does not stand in an expression")]
    [InlineData("household.rooms % 2 == 0", 16, "a - b * math.floor(per(a, b))")]
    [InlineData("household.rooms > 1e3", 19, "write all its digits")]
    [InlineData("household.rooms > 12345678901234567890", 18, "is not a number")]
    [InlineData("(household.flag ? per(1, 2) : per(1, 3)) < 1", 18, "per(…) can only be compared")]
    [InlineData("per(1, 2) + household.flag < 1", 22, "a number is needed here, not a truth")]
    // Trap 4: a key must be one of the table's.
    [InlineData("by_kind < 1", 0, "needs a key")]
    [InlineData("by_kind[household.event] < 1", 18, "must come from the code list kind")]
    [InlineData("by_kind['wood'] < 1", 8, "a code is needed here, not a text")]
    [InlineData("line[household.kind] < 1", 4, "has no key")]
    [InlineData("household[household.kind] < 1", 9, "only a keyed parameter")]
    // Names.
    [InlineData("household.kind == 'woood'", 18, "did you mean \"wood\"")]
    [InlineData("household.kind in ['stone', 'bricks']", 28, "did you mean \"brick\"")]
    [InlineData("'bric' in household.causes", 0, "did you mean \"brick\"")]
    [InlineData("household.kind in []", 18, "the list is empty")]
    [InlineData("household.flags", 10, "did you mean \"flag\"")]
    [InlineData("househld.flag", 0, "did you mean \"household\"")]
    [InlineData("lines < 1", 0, "did you mean \"line\"")]
    [InlineData("members.exist(m, m.student)", 8, "did you mean \"exists\"")]
    [InlineData("ag(household.visited) > 1", 0, "did you mean \"age\"")]
    [InlineData("member.student", 0, "did you mean \"members\"")]
    [InlineData("unschooled", 0, "is not known here")]
    // Facts that no rule may read.
    [InlineData("household.only_for_aid", 10, "may not be used for identification")]
    [InlineData("members.exists(m, has(m.id_number))", 24, "sealed")]
    // Members.
    [InlineData("members.exists(m, members.all(n, m.student))", 33, "members are not compared with one another")]
    [InlineData("members.filter(m, m.student) > 2", 8, "after filter say what is asked of them")]
    [InlineData("members.filter(m, m.years).size() > 2", 20, "a truth is needed here, not a number")]
    [InlineData("per(1, 2) + per(1, 3) < 1", 10, "two amounts per head cannot be joined")]
    [InlineData("known(household.kind)", 16, "of a code ask has(fact)")]
    [InlineData("coalesce(household.rooms, household.flag) > 1", 36, "a number is needed here, not a truth")]
    [InlineData("household.rooms in [1, true]", 23, "a number is needed here, not a truth")]
    [InlineData("members.exists(m.student)", 8, "members.exists(m, …)")]
    [InlineData("members.exists(household, household.flag)", 15, "means something else already")]
    [InlineData("members.sum(m, m.student) > 1", 17, "a number is needed here, not a truth")]
    [InlineData("members.exists(m, m.years)", 20, "a truth is needed here, not a number")]
    [InlineData("has(household.rooms + 1)", 20, "a fact belongs here")]
    [InlineData("age(household.rooms) > 1", 14, "a date is needed here, not a number")]
    [InlineData("age() > 1", 0, "age takes 1")]
    [InlineData("per(1) > 1", 0, "per takes 2")]
    // Grammar. Trap 7: no SQL, no host code.
    [InlineData("household.flag &&", 17, "ends too early")]
    [InlineData("(household.flag", 15, "\")\" is expected here")]
    [InlineData("household.flag household.flag", 15, "\"household\" cannot stand here")]
    [InlineData("household.flag and true", 15, "\"and\" cannot stand here")]
    [InlineData("household.rooms = 1", 16, "the character \"=\" is not known")]
    [InlineData("household.kind == 'wood", 18, "not closed")]
    [InlineData("household.kind == 'wo\\od'", 21, "backslash")]
    [InlineData("true; DROP TABLE household", 4, "the character \";\" is not known")]
    [InlineData("[1, 2]", 0, "a list can stand only after in")]
    public void An_expression_that_is_wrong_says_where_and_why(string expression, int at, string says)
    {
        // Single quotes in YAML, so that the expression's own quotes are doubled and positions must see through them.
        var text = MadeUpPack.Method.Replace(
            When,
            $"'{expression.Replace("'", "''", StringComparison.Ordinal)}'",
            StringComparison.Ordinal
        );
        var doubled = expression[..at].Count(c => c == '\'');
        var problems = PackReader.Read(MadeUpPack.Files(("methods/trial.yaml", text))).Problems;
        var problem = Assert.Single(problems);
        Assert.Equal("TH0305", problem.Code);
        Assert.Contains(says, problem.What.En, StringComparison.Ordinal);
        var quoted = at < expression.Length && expression[at] == '\'' ? 1 : 0;
        Assert.Equal((Row, Column + at + doubled + quoted), (problem.Where!.Row!.Value, problem.Where.Column!.Value));
    }

    [Theory]
    [InlineData("\"household.kind == \\\"woood\\\"\"", 0, 20)]
    [InlineData("household.kind == \"woood\"", 0, 18)]
    [InlineData(">-\n      household.flag &&\n      household.kind == 'woood'", 2, null)]
    [InlineData("|\n      household.flag &&\n\n      household.kind == 'woood'", 3, null)]
    public void Positions_see_through_quotes_and_folded_lines(string yaml, int rows, int? columns)
    {
        var text = MadeUpPack
            .Method.Replace("when: " + When + "}", "when: " + yaml, StringComparison.Ordinal)
            .Replace(
                "- {id: poor, title: {zh: 收入低, en: Low income}, weight: 1/2, when:",
                "- id: poor\n    title: {zh: 收入低, en: Low income}\n    weight: 1/2\n    when:",
                StringComparison.Ordinal
            );
        var problem = Assert.Single(PackReader.Read(MadeUpPack.Files(("methods/trial.yaml", text))).Problems);
        var column = columns is { } after ? "    when: ".Length + 1 + after : "      household.kind == ".Length + 1;
        Assert.Equal((12 + rows, column), (problem.Where!.Row!.Value, problem.Where.Column!.Value));
    }

    [Fact]
    public void A_condition_on_members_cannot_speak_of_the_person_judged()
    {
        var text = MadeUpPack
            .Method.Replace("unit: household", "unit: person", StringComparison.Ordinal)
            .Replace("members.exists(m, ", "members.exists(m, person.student && ", StringComparison.Ordinal);
        var says = PackReader.Read(MadeUpPack.Files(("methods/trial.yaml", text))).Problems.Select(p => p.What.En);
        Assert.Contains(says, s => s.Contains("not of person", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dwelling.roof")]
    [InlineData("nowhere.flag")]
    [InlineData("household.flag && true")]
    public void What_an_indicator_needs_must_be_a_fact_of_the_dictionary(string needs)
    {
        var text = MadeUpPack.Method.Replace(
            "weight: 1/2, when: \"per(",
            $"weight: 1/2, needs: [\"{needs}\"], when: \"per(",
            StringComparison.Ordinal
        );
        Assert.NotEqual(MadeUpPack.Method, text);
        var read = PackReader.Read(MadeUpPack.Files(("methods/trial.yaml", text)));
        Assert.Contains(read.Problems, p => p.Code == "TH0305");
    }

    /// <summary>Every part is typed once: a long sum must not take longer than its length.</summary>
    [Fact]
    public void A_sum_of_two_hundred_parts_is_typed_at_once()
    {
        var sum = string.Join(" + ", Enumerable.Repeat("household.rooms", 200));
        var text = MadeUpPack.Method.Replace(When, $"\"{sum} > 1\"", StringComparison.Ordinal);
        Assert.Empty(PackReader.Read(MadeUpPack.Files(("methods/trial.yaml", text))).Problems);
    }

    [Fact]
    public void A_tower_of_brackets_is_refused_and_does_not_fell_the_program()
    {
        var tower = new string('(', 20_000) + "true" + new string(')', 20_000);
        Assert.Contains("too deeply", Assert.Throws<CelException>(() => CelParser.Parse(tower)).What.En);
        Assert.Contains(
            "too deeply",
            Assert.Throws<CelException>(() => CelParser.Parse(new string('!', 20_000) + "true")).What.En
        );
    }
}
