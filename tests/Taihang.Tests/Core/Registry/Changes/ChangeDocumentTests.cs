using CsCheck;
using Taihang.Core.Registry.Changes;
using Xunit;
using static Taihang.Tests.Core.Registry.Changes.MadeRecord;

namespace Taihang.Tests.Core.Registry.Changes;

public sealed class ChangeDocumentTests
{
    [Fact]
    public void A_document_is_read_back_to_the_same_bytes_and_the_same_effect() =>
        AnyChange.Sample(change =>
        {
            var document = ChangeDocument.Write(new ChangeContent(change, Day, "“见”档案 <b>", Id(7)));
            var read = ChangeDocument.Read(document);
            Assert.Equal(document, ChangeDocument.Write(read));
            Assert.Equal(change.Kind, read.Change.Kind);
            Assert.Equal(
                MakeChange.After(Both, change, Day).Value.Hash(),
                MakeChange.After(Both, read.Change, read.ObservedOn).Value.Hash()
            );
        });

    [Fact]
    public void Another_content_has_another_hash() =>
        Gen.Select(AnyChange, AnyChange)
            .Sample(
                (x, y) =>
                {
                    var (one, other) = (
                        ChangeDocument.Write(new ChangeContent(x, Day, "a")),
                        ChangeDocument.Write(new ChangeContent(y, Day, "a"))
                    );
                    Assert.Equal(one == other, ChangeDocument.Hash(one) == ChangeDocument.Hash(other));
                }
            );

    [Fact]
    public void Differences_are_kept_as_they_are() =>
        Gen.Select(Any, Any)
            .Sample(
                (x, y) =>
                {
                    var differences = Differences.Between(x, y);
                    Assert.Equal(differences, ChangeDocument.ReadDifferences(ChangeDocument.Write(differences)));
                }
            );
}
