using Taihang.Modules.Registry;
using Xunit;

namespace Taihang.Tests.Modules.Registry;

public sealed class ObservationDocumentTests
{
    /// <summary>Values that look like the end of a value, the beginning of another, or another's name.</summary>
    private static readonly Dictionary<string, string> Values = new()
    {
        ["cause"] = "\"ill\"",
        ["causes"] = "[\"a,b\",\"c]\\\"\",\"income\"]",
        ["empty"] = "\"\"",
        ["income"] = "-1234",
        ["name"] = "\"say \\\"cause\\\":\\\"none\\\", \\\\\"",
        ["none"] = "[]",
        ["nothing"] = "null",
        ["place"] = "\"a}b{c\"",
        ["true"] = "true",
    };

    [Fact]
    public void A_value_cut_out_of_a_document_is_the_value_that_reading_it_gives()
    {
        foreach (var some in Enumerable.Range(1, (1 << Values.Count) - 1))
        {
            var document = ObservationDocument.Write(Values.Where((_, i) => (some >> i & 1) == 1));
            var read = ObservationDocument.Read(document).ToDictionary();
            foreach (var id in Values.Keys)
                Assert.Equal(
                    read.GetValueOrDefault(id, ""),
                    ObservationDocument.ValueOf(document, ObservationDocument.Named(id)).ToString()
                );
        }
    }

    [Fact]
    public void A_document_without_a_value_holds_no_quote() =>
        Assert.DoesNotContain(ObservationDocument.Quote, ObservationDocument.Write([]), StringComparison.Ordinal);
}
