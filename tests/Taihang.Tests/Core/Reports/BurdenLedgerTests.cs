using Taihang.Core.Reports;
using Xunit;

namespace Taihang.Tests.Core.Reports;

public sealed class BurdenLedgerTests
{
    private static readonly Guid Somebody = Guid.CreateVersion7();

    [Fact]
    public void Months_superiors_and_forms_add_up_to_the_same()
    {
        var ledger = BurdenLedger.Of(
            [
                Asked("2026-05-02", "住房表", "h1", "县住建局", filled: 100, missing: 4, byHand: 20),
                Asked("2026-06-02", "住房排查表", "h1", "县住建局", filled: 110, missing: 3, byHand: 20),
                Asked("2026-06-09", "饮水表", "h2", "", filled: 30, missing: 9, byHand: 0),
            ],
            []
        );
        Assert.Equal(["2026-06", "2026-05"], ledger.ByMonth.Select(s => s.Key));
        Assert.Equal([("县住建局", 2), ("", 1)], ledger.BySuperior.Select(s => (s.Key, s.Forms)));
        // A form is one by its headings, whatever it is called this month.
        Assert.Equal([("住房排查表", 210L), ("饮水表", 30L)], ledger.ByForm.Select(s => (s.Key, s.Filled)));
        foreach (var sums in new[] { ledger.ByMonth, ledger.BySuperior, ledger.ByForm })
            Assert.Equal(
                (3, 240L, 16L, 40L),
                (sums.Sum(s => s.Forms), sums.Sum(s => s.Filled), sums.Sum(s => s.Missing), sums.Sum(s => s.ByHand))
            );
        Assert.Equal(0, ledger.Total.Twice);
        Assert.Empty(ledger.Twice);
    }

    [Fact]
    public void What_was_typed_although_it_was_known_names_its_form()
    {
        var ledger = BurdenLedger.Of(
            [
                Asked("2026-06-02", "住房表", "h1", "县住建局", typed: 7),
                Asked("2026-06-03", "饮水表", "h2", "", typed: 0),
            ],
            [new ValueRecorded(Somebody, "toilet", "true", new DateOnly(2026, 7, 1), "import b.csv")]
        );
        Assert.Equal([new AskedTwice("住房表", 7), new AskedTwice("import b.csv", 1)], ledger.Twice);
        Assert.Equal(8, ledger.Total.Twice);
        Assert.Equal([("2026-07", 1L), ("2026-06", 7L)], ledger.ByMonth.Select(s => (s.Key, s.Twice)));
    }

    [Fact]
    public void A_value_given_again_unchanged_counts_and_a_change_or_an_old_one_does_not()
    {
        ValueRecorded At(string day, string json, string attribute = "toilet") =>
            new(Somebody, attribute, json, DateOnly.ParseExact(day, "yyyy-MM-dd"), day);
        var repeats = BurdenLedger.Repeats(
            [
                At("2026-01-01", "true"),
                At("2026-02-01", "true"),
                At("2026-03-01", "false"),
                At("2026-03-01", "1", "housing"),
                At("2026-04-01", "false"),
                At("2027-03-01", "1", "housing"),
            ],
            attribute => attribute == "housing" ? 12 : null
        );
        Assert.Equal(["2026-02-01", "2026-04-01"], repeats.Select(r => r.Source));
    }

    private static FormAsked Asked(
        string day,
        string title,
        string hash,
        string by,
        long filled = 0,
        long missing = 0,
        long byHand = 0,
        long typed = 0
    ) => new(DateOnly.ParseExact(day, "yyyy-MM-dd"), title, hash, by, "", "", 5, 4, 10, filled, missing, byHand, typed);
}
