using Taihang.Core.Common;
using Taihang.Methods.Explain;
using Xunit;

namespace Taihang.Tests.Methods.Explain;

public sealed class PackDiffTests
{
    [Fact]
    public void A_pack_is_the_same_as_itself_whatever_its_spaces_and_brackets() =>
        Assert.Empty(
            PackDiff.Of(
                MadeUpPack.Read(),
                MadeUpPack.Read(
                    (
                        "methods/trial.yaml",
                        MadeUpPack.Method.Replace(
                            "age(m.born) >= 6 && !m.student",
                            "(age(m.born)>=6)  &&  (!m.student)",
                            StringComparison.Ordinal
                        )
                    )
                )
            )
        );

    [Theory]
    [InlineData("value: 1000", "value: 1100", "parameter line 2021-01-01", "1000, to now", "1100, to now")]
    [InlineData(
        "type: whole, missing: none",
        "type: whole, missing: unknown",
        "household animals",
        "whole, missing none",
        "whole, missing unknown"
    )]
    [InlineData(">= 6", "> 6", "method trial · indicator unschooled", "at least 6", "above 6")]
    [InlineData("score: {cutoff: 1/2}", "score: {cutoff: 1}", "method trial", "cut-off 1/2", "cut-off 1")]
    public void What_changes_for_people_is_said_in_words(
        string right,
        string wrong,
        string part,
        string was,
        string @is
    )
    {
        var changed = new[] { MadeUpPack.Parameters, MadeUpPack.Dictionary, MadeUpPack.Method }
            .Zip(new[] { "parameters/lines.yaml", "dictionary/household.yaml", "methods/trial.yaml" })
            .Where(f => f.First.Contains(right, StringComparison.Ordinal))
            .Select(f => (f.Second, f.First.Replace(right, wrong, StringComparison.Ordinal)))
            .ToArray();
        var change = Assert.Single(PackDiff.Of(MadeUpPack.Read(), MadeUpPack.Read(changed)));
        Assert.Equal((DiffKind.Changed, part), (change.Kind, change.Part));
        Assert.Contains(was, change.Before!.En, StringComparison.Ordinal);
        Assert.Contains(@is, change.After!.En, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_new_and_what_is_gone_are_named()
    {
        var without = MadeUpPack.Method.Replace("{id: no, title", "{id: neither, title", StringComparison.Ordinal);
        var changes = PackDiff.Of(MadeUpPack.Read(), MadeUpPack.Read(("methods/trial.yaml", without)));
        Assert.Equal(
            [
                (DiffKind.Added, "method trial · outcome 2 neither", new Words("其余", "otherwise")),
                (DiffKind.Removed, "method trial · outcome 2 no", new Words("其余", "otherwise")),
            ],
            changes.Select(c => (c.Kind, c.Part, c.Before ?? c.After!))
        );
    }
}
