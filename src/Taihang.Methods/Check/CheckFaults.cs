using System.Globalization;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Methods.Check;

/// <summary>What the checker says when an expression cannot be typed.</summary>
internal static class CheckFaults
{
    public static Words Name(Kind kind) =>
        kind switch
        {
            Kind.Truth => new("是非", "a truth"),
            Kind.Number => new("数字", "a number"),
            Kind.Ratio => new("人均数", "an amount per head"),
            Kind.Date => new("日期", "a date"),
            Kind.Code => new("代码", "a code"),
            Kind.Codes => new("多选代码", "a list of codes"),
            _ => new("文字", "a text"),
        };

    public static CelException Arguments(CelNode.Call call, int count) =>
        Wrong(
            call,
            $"{call.Function} 需要 {count.ToString(CultureInfo.InvariantCulture)} 项",
            $"{call.Function} takes {count.ToString(CultureInfo.InvariantCulture)}"
        );

    public static CelException Wrong(CelNode node, string zh, string en) => new(node.At, new Words(zh, en));

    public static CelException Unknown(CelNode node, string name, IEnumerable<string> known)
    {
        var nearest = Nearest.To(name, known);
        return nearest is null
            ? Wrong(node, $"不认识“{name}”", $"\"{name}\" is not known here")
            : Wrong(
                node,
                $"不认识“{name}”，是否想写“{nearest}”",
                $"\"{name}\" is not known here; did you mean \"{nearest}\""
            );
    }
}
