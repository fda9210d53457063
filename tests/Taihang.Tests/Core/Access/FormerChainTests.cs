using Taihang.Core.Access;
using Xunit;

namespace Taihang.Tests.Core.Access;

public sealed class FormerChainTests
{
    /// <summary>Worked out by another program, as the first version's stores hold it.</summary>
    [Fact]
    public void Commitment_and_link_are_those_of_the_first_version()
    {
        var act = new ActFacts(
            1,
            Guid.Parse("0190aaaa-0000-7000-8000-000000000002"),
            "test.act",
            Guid.Parse("0190aaaa-0000-7000-8000-000000000001"),
            1_768_464_000_000,
            "因为 a test",
            "none",
            """{"n":1}"""
        );
        var commitment = FormerChain.Commit(act, [.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
        Assert.Equal(
            "c5816ec3c09633d46aac8f1eb026d55b231746cb60d51d3f52e5d603cf556535",
            Convert.ToHexStringLower(commitment)
        );
        Assert.Equal(
            "8f6d425e5fcf97804f3b4b31583e67ec0680efd6c7bf6f87158decc67a398c2a",
            Convert.ToHexStringLower(FormerChain.Link(FormerChain.Start(1), 1, commitment))
        );
    }
}
