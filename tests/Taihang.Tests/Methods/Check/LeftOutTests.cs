using Taihang.Methods.Read;
using Xunit;

namespace Taihang.Tests.Methods.Check;

/// <summary>What the language does not have: each is refused, and the message says what to write instead (docs/packs-expressions.md).</summary>
public sealed class LeftOutTests
{
    [Theory]
    // Other notations.
    [InlineData("household.flag and true", "written &&")]
    [InlineData("household.flag or true", "written ||")]
    [InlineData("!(household.flag) && not household.flag", "written !")]
    [InlineData("household.rooms = 1", "written ==")]
    [InlineData("household.rooms <> 1", "written !=")]
    [InlineData("household.flag & true", "written &&")]
    [InlineData("household.flag | true", "written ||")]
    [InlineData("household.rooms between 1 and 2", "a >= least && a <= most")]
    [InlineData("household.rooms in 1..2", "a >= 6 && a <= 15")]
    [InlineData("household.rooms > .5", "written 0.5")]
    [InlineData("if(household.flag, 1, 2) > 1", "condition ? a : b")]
    [InlineData("household.flag // note", "after #")]
    [InlineData("household.kind == “wood”", "straight quotation marks")]
    // Numbers.
    [InlineData("household.rooms / 2 > 1", "per(amount, heads)")]
    [InlineData("household.rooms % 2 > 1", "math.floor(per(a, b))")]
    [InlineData("household.rooms > 1e3", "all its digits")]
    [InlineData("household.rooms > 0x1F", "in decimal")]
    [InlineData("household.rooms > 1u", "leave out the u")]
    [InlineData("math.sqrt(household.rooms) > 1", "a column of the data")]
    [InlineData("math.log(household.rooms) > 1", "a column of the data")]
    [InlineData("pow(household.rooms, 2) > 1", "a table with bands")]
    [InlineData("min(household.rooms, 2) > 1", "math.least(a, b)")]
    [InlineData("round(household.land_mu) > 1", "math.round(a)")]
    // Not known.
    [InlineData("household.rooms == null", "!has(fact)")]
    [InlineData("isnull(household.rooms)", "!has(fact)")]
    // Members.
    [InlineData("members.any(m, m.student)", "members.exists(m, …)")]
    [InlineData("members.none(m, m.student)", "!members.exists(m, …)")]
    [InlineData("members.count(m, m.student) > 1", "members.filter(m, …).size()")]
    [InlineData("members.map(m, m.years).size() > 1", "members.sum(m, …)")]
    [InlineData("members.mean(m, m.years) > 1", "members.avg(m, …)")]
    [InlineData("members.first(m, m.student)", "members have no order")]
    // Texts, conversions, maps.
    [InlineData("household.kind.matches('w.*')", "make it a code")]
    [InlineData("household.kind.startsWith('w')", "make it a code")]
    [InlineData("int(household.land_mu) > 1", "right type in the dictionary")]
    [InlineData("{'a': 1}['a'] > 0", "a keyed parameter")]
    [InlineData("household.kind == '''wood'''", "in no other way")]
    [InlineData("household.kind == r'wood'", "in no other way")]
    [InlineData("household.kind == 'wo\\od'", "no escapes")]
    [InlineData("household.?kind == 'wood'", "has and coalesce")]
    // Excluded for good: clock, dice, other hosts.
    [InlineData("timestamp('2024-01-01') > as_of", "date('2024-01-31')")]
    [InlineData("household.visited < now()", "as_of")]
    [InlineData("household.visited < today", "as_of")]
    [InlineData("rand() > 0", "no randomness")]
    [InlineData("SELECT household.flag", "cannot stand here")]
    public void A_message_says_what_to_write_instead(string expression, string says)
    {
        var text = MadeUpPack.Method.Replace(
            "\"per(household.income_fen_year, heads) < line\"",
            $"'{expression.Replace("'", "''", StringComparison.Ordinal)}'",
            StringComparison.Ordinal
        );
        Assert.NotEqual(MadeUpPack.Method, text);
        var problem = Assert.Single(PackReader.Read(MadeUpPack.Files(("methods/trial.yaml", text))).Problems);
        Assert.Equal("TH0305", problem.Code);
        Assert.Contains(says, problem.What.En, StringComparison.Ordinal);
        Assert.Equal(("methods/trial.yaml", 9), (problem.Where!.File, problem.Where.Row!.Value));
    }
}
