using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.PersonalData;

/// <summary>
/// What a fact about a person may be used for. The list is closed: a dictionary that names no purpose, or another one, does not load. Policing
/// and credit scoring are not among them.
/// </summary>
public static class Purpose
{
    public const string Registry = "registry";
    public const string Identification = "identification";
    public const string Assistance = "assistance";
    public const string Monitoring = "monitoring";
    public const string Payment = "payment";
    public const string Dispatch = "dispatch";
    public const string Statistics = "statistics";

    public static ImmutableArray<string> All { get; } =
    [Registry, Identification, Assistance, Monitoring, Payment, Dispatch, Statistics];

    public static Words Title(string purpose) =>
        purpose switch
        {
            Registry => new("建档：知道是谁、是哪一户", "the registry: to know who it is, and of which household"),
            Identification => new("识别：判断是否符合条件", "identification: to decide who is eligible"),
            Assistance => new("帮扶：安排合适的措施", "assistance: to choose what helps"),
            Monitoring => new("监测：防止返贫致贫", "monitoring: so that nobody falls back unseen"),
            Payment => new("发放：把钱付到本人账户", "payment: to pay into the right account"),
            Dispatch => new("选派：决定派谁驻村", "dispatch: to decide who is stationed where"),
            Statistics => new("统计：只用于合计数", "statistics: totals alone"),
            _ => Words.Same(purpose),
        };
}
