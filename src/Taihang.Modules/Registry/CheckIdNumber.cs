using Taihang.Core.Common;
using Taihang.Core.Registry;

namespace Taihang.Modules.Registry;

/// <summary>An ID number against its scheme, and against the birth date and sex stated with it.</summary>
public static class CheckIdNumber
{
    /// <param name="number">In its normal form: see <see cref="IdNumber.Normal"/>.</param>
    /// <param name="scheme">Of the registration form; only <c>gb11643</c> says anything.</param>
    /// <param name="born">Null where it is not stated.</param>
    /// <param name="sex">The code, and the label as it was written; null where it is not stated.</param>
    public static void Run(
        string number,
        string scheme,
        DateOnly observedOn,
        DateOnly? born,
        (string Code, string Label)? sex,
        Place at,
        List<Problem> faults
    )
    {
        if (scheme != "gb11643")
            return;
        var fault = IdNumber.Check(number, observedOn, out var facts);
        if (fault != IdNumberFault.None)
            faults.Add(
                RegistryProblems.IdNumber(
                    at,
                    fault,
                    fault == IdNumberFault.CheckDigit ? IdNumber.CheckCharacter(number.AsSpan(0, 17)).ToString() : null
                )
            );
        if (born is { } stated && facts.BirthDate is { } said && stated != said)
            faults.Add(
                RegistryProblems.Contradiction(
                    at,
                    new(
                        $"证件号码的出生日期是 {said:yyyy-MM-dd}，出生日期栏是 {stated:yyyy-MM-dd}",
                        $"The number says born on {said:yyyy-MM-dd}, the birth date column {stated:yyyy-MM-dd}"
                    )
                )
            );
        if (facts.Male is { } male && sex is { } known && known.Code != (male ? "male" : "female"))
            faults.Add(
                RegistryProblems.Contradiction(
                    at,
                    new(
                        $"证件号码的性别是{(male ? "男" : "女")}，性别栏是“{known.Label}”",
                        $"The number says {(male ? "male" : "female")}, the sex column \"{known.Label}\""
                    )
                )
            );
    }
}
