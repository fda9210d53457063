using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Tests.Methods;
using Xunit;

namespace Taihang.Tests.Modules.Identification;

/// <summary>A test that takes the number of rooms for the income, on households whose order is known.</summary>
public sealed class MissedByShareTests
{
    private const string Method = """
        id: trial
        title: {zh: 试验, en: Trial}
        unit: household
        purpose: identification
        valid: {from: 2020-01-01}
        proxy:
          predicts: {amount: household.income_fen_year}
          intercept: 0
          terms:
            - {id: rooms, title: {zh: 房间, en: Rooms}, coefficient: 1, of: household.rooms}
        outcomes:
          - {id: yes, title: {zh: 是, en: "Yes"}, counted: true, when: proxy_score < line}
          - {id: no, title: {zh: 否, en: "No"}, counted: false}
        """;

    private static readonly Pack Pack = MadeUpPack.Read(("methods/trial.yaml", Method));

    [Fact]
    public void The_poorest_household_in_a_large_house_is_the_one_it_misses()
    {
        // Household n has n yuan and n rooms, but the poorest of all has a hundred.
        var found = Misses(Enumerable.Range(1, 20).Select(n => (n, Income: (int?)n, Rooms: n == 1 ? 100 : n)));
        Assert.Equal(
            [("1/10", 2, 0.5), ("1/5", 4, 0.25), ("2/5", 8, 0.125)],
            found.Select(m => (m.Share, m.Poorest, Math.Round(m.Missed, 12)))
        );
    }

    [Fact]
    public void A_test_in_the_order_of_incomes_misses_nobody_and_whoever_has_no_income_on_record_is_not_judged()
    {
        var found = Misses(Enumerable.Range(1, 25).Select(n => (n, n > 20 ? null : (int?)n, n)));
        Assert.All(found, m => Assert.Equal((20, 0.0), (m.Tested, m.Missed)));
    }

    [Fact]
    public void Too_few_recorded_incomes_say_nothing() =>
        Assert.Empty(Misses(Enumerable.Range(1, 25).Select(n => (n, n > 19 ? null : (int?)n, n))));

    [Fact]
    public void A_method_that_is_still_to_be_fitted_has_nothing_to_hold_against_the_record()
    {
        var method = Pack.Methods[0];
        var open = method with { Proxy = method.Proxy! with { Intercept = null } };
        using var engine = new DuckDbEngine();
        Assert.Empty(MissedByShare.Run(engine, Pack, open, Values(), MadeUpPack.Day).Value);
    }

    private static IReadOnlyList<ProxyMiss> Misses(IEnumerable<(int Id, int? Income, int Rooms)> households)
    {
        var method = Pack.Methods[0];
        using var engine = new DuckDbEngine();
        FactTables.Fill(
            engine,
            method,
            households.Select(h =>
            {
                var facts = new Dictionary<string, object> { ["rooms"] = new Fraction(h.Rooms, 1) };
                if (h.Income is { } income)
                    facts["income_fen_year"] = new Fraction(income, 1);
                return (
                    $"{h.Id:00}",
                    (IReadOnlyDictionary<string, object>)facts,
                    (IReadOnlyList<IReadOnlyDictionary<string, object>>)[]
                );
            })
        );
        var found = MissedByShare.Run(engine, Pack, method, Values(), MadeUpPack.Day);
        Assert.True(found.Ok, string.Join('\n', found.Problems));
        return found.Value;
    }

    private static ParameterValues Values() =>
        ParameterValues
            .Resolve(Pack, Pack.Methods[0], MadeUpPack.Day, new Dictionary<string, (Fraction, Words)>())
            .Value;
}
