using System.Globalization;
using System.Text.Json;
using Taihang.Core.Common;

namespace Taihang.Methods.Read;

/// <summary>A recorded value as a person would write it in a cell; <see cref="CellReader"/> reads it back to the same value.</summary>
public static class CellText
{
    /// <param name="json">The JSON text an observation holds.</param>
    public static string Of(FormColumn column, string json, Language language)
    {
        using var document = JsonDocument.Parse(json);
        var value = document.RootElement;
        return column.Attribute!.Type switch
        {
            FactType.Truth => (value.GetBoolean() ? new Words("是", "yes") : new Words("否", "no")).In(language),
            FactType.Money => (value.GetInt64() / 100m).ToString("0.##", CultureInfo.InvariantCulture),
            FactType.Whole => value.GetInt64().ToString(CultureInfo.InvariantCulture),
            FactType.Code => Label(column, value.GetString()!, language),
            FactType.Codes => string.Join(
                language == Language.Chinese ? "、" : ", ",
                value.EnumerateArray().Select(c => Label(column, c.GetString()!, language))
            ),
            _ => value.GetString()!,
        };
    }

    private static string Label(FormColumn column, string code, Language language) =>
        column.Codes?.Find(code)?.Label.In(language) ?? code;
}
