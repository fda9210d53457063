using Taihang.Core.Common;
using Taihang.Core.Quality;
using Xunit;

namespace Taihang.Tests.Core.Quality;

public sealed class CopiesTests
{
    private const int Visits = 3_000;
    private const int Recorders = 30;

    /// <summary>Eight figures and four codes of households that are much alike: few have rare values, many are zero, kin share land and water.</summary>
    internal static List<SeenOnce> Honest(ulong seed)
    {
        var stream = new SeededStream(seed);
        var seen = new List<SeenOnce>();
        for (var i = 0; i < Visits; i++)
        {
            var village = i % Recorders;
            var tap = stream.NextShare() < 0.8;
            long Yuan(double none, int most) => stream.NextShare() < none ? 0 : 1 + stream.NextBelow(most);
            var figures = new (string, long)[]
            {
                ("wage", Yuan(0.3, 40_000)),
                ("business", Yuan(0.5, 20_000)),
                ("transfer", 1_200 * (1 + stream.NextBelow(4))),
                ("area", 40 + (12 * (1 + stream.NextBelow(6))) + stream.NextBelow(40)),
                ("land", stream.NextBelow(200)),
                ("litres", (tap ? 60 : 36) + stream.NextBelow(30)),
                ("carry", tap ? 0 : stream.NextBelow(32)),
            };
            seen.Add(
                new SeenOnce(
                    MadeCounty.Id(i, 1),
                    $"a{village}",
                    new DateOnly(2026, 3, 1).AddDays(stream.NextBelow(60)),
                    [
                        .. figures.Select(f => new SeenValue(f.Item1, $"{f.Item2}", f.Item2 != 0)),
                        new("water", tap ? "tap" : "well", false),
                        new("safe", stream.NextShare() < 0.98 ? "yes" : "no", false),
                    ]
                )
            );
        }
        return seen;
    }

    /// <param name="differ">How many figures of a near copy are changed afterwards.</param>
    internal static List<SeenOnce> Planted(List<SeenOnce> honest, int copies, int differ)
    {
        var rows = honest.Where(s => s.Source == "a3").Take(copies).ToList();
        // The visit that is copied is an ordinary one: with a wage, without tap water or business.
        SeenValue[] first =
        [
            new("wage", "23417", true),
            new("business", "6120", true),
            new("transfer", "2400", true),
            new("area", "103", true),
            new("land", "67", true),
            new("litres", "48", true),
            new("carry", "14", true),
            new("water", "well", false),
            new("safe", "yes", false),
        ];
        return honest.ConvertAll(s =>
            rows.IndexOf(s) is var at && at < 0
                ? s
                : s with
                {
                    Values =
                    [
                        .. first.Select(
                            (v, i) => at > 0 && i >= 3 && i < 3 + differ ? v with { Value = $"{(at * 7) + i}" } : v
                        ),
                    ],
                }
        );
    }

    [Fact]
    public void Honest_visits_are_not_asked_about()
    {
        var asked = 0;
        for (var seed = 0UL; seed < 40; seed++)
            asked += Copies.Find(Honest(seed), QualityRules.Usual).Count;
        Assert.Equal(0, asked);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(6, 0)]
    [InlineData(6, 1)]
    public void A_visit_written_down_for_several_households_is_found(int copies, int differ)
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var honest = Honest(seed);
            var truth = honest.Where(s => s.Source == "a3").Take(copies).Select(s => s.Household).Order();
            var group = Assert.Single(Copies.Find(Planted(honest, copies, differ), QualityRules.Usual));
            Assert.Equal("a3", group.Source);
            Assert.Equal(truth, group.Households);
            Assert.True(group.ByChance <= QualityRules.Usual.CopiesByChance);
        }
    }

    [Fact]
    public void The_same_values_under_different_hands_are_no_copy()
    {
        var planted = Planted(Honest(1), 6, 0);
        var source = 0;
        var scattered = planted.ConvertAll(s => s.Source == "a3" ? s with { Source = $"b{source++}" } : s);
        Assert.Empty(Copies.Find(scattered, QualityRules.Usual));
    }

    /// <summary>The twin takes any agreement for a copy, however common the value: it asks honest people by the hundred.</summary>
    [Fact]
    public void The_twin_that_ignores_how_common_a_value_is_asks_everybody()
    {
        var alike = Enumerable
            .Range(0, 300)
            .Select(i => new SeenOnce(
                MadeCounty.Id(i, 1),
                $"a{i % 10}",
                new DateOnly(2026, 3, 1),
                [new("transfer", $"{1_200 * (1 + (i / 10 % 3))}", true), new("water", "tap", false)]
            ))
            .ToList();
        Assert.Empty(Copies.Find(alike, QualityRules.Usual));
        Assert.NotEmpty(Copies.Find(alike, QualityRules.Usual with { CopiesByChance = double.MaxValue }));
    }

    [Fact]
    public void Copied_words_are_found_and_prescribed_ones_are_not()
    {
        var stream = new SeededStream(4);
        Written Case(int account, int i, string text) =>
            new(MadeCounty.Id(i, account), null, MadeCounty.Id(account, 0), new DateOnly(2026, 5, 1).AddDays(i), text);
        const string Letters =
            "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈";
        string Own() => new([.. Enumerable.Range(0, 30).Select(_ => Letters[stream.NextBelow(Letters.Length)])]);
        var honest = Enumerable
            .Range(0, 6)
            .SelectMany(a => Enumerable.Range(0, 20).Select(i => Case(a, i, Own())))
            .ToList();
        Assert.Empty(CopiedTexts.Find(honest, QualityRules.Usual));
        Assert.Empty(
            CopiedTexts.Find(
                [
                    .. honest,
                    .. Enumerable
                        .Range(0, 6)
                        .SelectMany(a =>
                            Enumerable
                                .Range(30, 5)
                                .Select(i => Case(a, i, "经入户核实，该户情况属实，符合纳入监测对象条件。"))
                        ),
                ],
                QualityRules.Usual
            )
        );
        const string Copied = "入户时户主在家，灶房漏雨，老人卧床，孙子上初二，已拍照留存";
        var found = Assert.Single(
            CopiedTexts.Find(
                [.. honest, .. Enumerable.Range(30, 4).Select(i => Case(2, i, i == 33 ? Copied + "。" : Copied))],
                QualityRules.Usual
            )
        );
        Assert.Equal((MadeCounty.Id(2, 0), 4, 0), (found.Account, found.Texts.Count, found.Elsewhere));
        Assert.Empty(
            CopiedTexts.Find([.. Enumerable.Range(30, 9).Select(i => Case(2, i, "见档案。"))], QualityRules.Usual)
        );
    }
}
