using CsCheck;
using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Xunit;

namespace Taihang.Tests.Methods.Read;

public sealed class CellTextTests
{
    private static readonly Dictionary Dictionary = PackFolder
        .LoadFrom(Path.Combine(Repository.Packs, "cn"))
        .Value.Dictionary;

    private static readonly RegistrationForm Form = RegistrationForm
        .Read(File.ReadAllText(Path.Combine(Repository.Packs, "cn", RegistrationForm.File)), Dictionary)
        .Value;

    /// <summary>What stands in a form is read back as what is on record, in either language, for every column of the China pack.</summary>
    [Fact]
    public void A_value_is_written_as_it_would_be_read()
    {
        foreach (var column in Form.Columns.Where(c => c.Attribute is { Sealed: false }))
            Value(column)
                .Sample(
                    json =>
                    {
                        foreach (var language in Enum.GetValues<Language>())
                            Assert.Equal(
                                json,
                                CellReader.Read(column, CellText.Of(column, json, language), new Place("form")).Value
                            );
                    },
                    iter: 20
                );
    }

    private static Gen<string> Value(FormColumn column) =>
        column.Attribute!.Type switch
        {
            FactType.Truth => Gen.Bool.Select(b => b ? "true" : "false"),
            FactType.Money or FactType.Whole => Gen.Long[0, 12].Select(n => $"{n}"),
            FactType.Decimal => Gen.Int[0, 9].Select(n => $"\"{n / 2m:0.#}\""),
            FactType.Date => Gen.Int[0, 20_000].Select(n => $"\"{new DateOnly(1970, 1, 1).AddDays(n):yyyy-MM-dd}\""),
            FactType.Code => Of([.. column.Codes!.Codes.Select(c => $"\"{c.Id}\"")]),
            FactType.Codes => Of([.. column.Codes!.Codes.Select(c => $"[\"{c.Id}\"]")]),
            _ => Gen.Const("\"文字\""),
        };

    private static Gen<string> Of(string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
