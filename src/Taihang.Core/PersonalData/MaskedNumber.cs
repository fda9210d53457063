namespace Taihang.Core.PersonalData;

/// <summary>A number of which the person sees enough to know whether it is the right one.</summary>
public static class MaskedNumber
{
    private const int Shown = 4;

    /// <returns>The last four characters behind dots; dots alone where it is hardly longer.</returns>
    public static string? Of(string? number) =>
        number is null ? null
        : number.Length < 2 * Shown ? new string('•', number.Length)
        : new string('•', number.Length - Shown) + number[^Shown..];
}
