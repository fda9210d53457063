using Taihang.Core.Common;

namespace Taihang.Core.Dispatch;

/// <summary>What can stand in the way of a dispatch. Codes TH0600 to TH0699.</summary>
public static class DispatchProblems
{
    public static Problem NotProved(string detail) =>
        new(
            "TH0600",
            new($"方案未通过证书核验：{detail}。", $"The plan is not proved: {detail}."),
            new("不予采用；请报告此问题。", "It is not used; please report this.")
        );
}
