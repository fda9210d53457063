using CsCheck;
using Taihang.Core.Access;
using Taihang.Core.Dispatch.Life;
using Taihang.Methods.Read;

namespace Taihang.Tests.Core.Dispatch.Life;

/// <summary>A posting from 2026-03-01 with the China pack's rules, people around it, and commands as anybody might send them.</summary>
internal static class Lives
{
    public static readonly DateOnly Begin = new(2026, 3, 1);
    public static readonly Guid Cadre = Id(1);
    public static readonly Guid StandIn = Id(2);

    public static LifeActor Holder { get; } = new(Id(10), Roles.Cadre, true, Holder: true);
    public static LifeActor Township { get; } = new(Id(11), Roles.Township, true);
    public static LifeActor OtherTownship { get; } = new(Id(12), Roles.Township, true);
    public static LifeActor County { get; } = new(Id(13), Roles.County, true);
    public static LifeActor OtherCounty { get; } = new(Id(14), Roles.County, true);
    public static LifeActor Successor { get; } = new(Id(15), Roles.Cadre, true, Successor: true);

    /// <summary>The posted cadre, who acts in a duty of the township as well.</summary>
    public static LifeActor HolderAtTownship { get; } = Holder with { Role = Roles.Township };

    public static LifeActor Stranger { get; } = new(Id(16), Roles.Township, false);
    public static LifeActor Auditor { get; } = new(Id(17), Roles.Auditor, true);

    public static LifeSettings China { get; } = PostingLifeReader.Read(Dispatch.Rules.Text).Value;

    public static PostingState New { get; } = new(new PostingMade(Id(3), 5, Cadre, Begin, null));

    public static LifeActor[] Everybody { get; } =
    [Holder, Township, OtherTownship, County, OtherCounty, Successor, HolderAtTownship, Stranger, Auditor];

    public static Guid Id(int number) => new($"00000000-0000-0000-0000-{number:x12}");

    /// <summary>Somebody, some days after whatever came before, with a number that chooses among what stands open.</summary>
    public static Gen<(int Who, int Days, int What, int A, int B, int C)[]> Steps { get; } =
        Gen.Select(
            Gen.Int[0, Everybody.Length - 1],
            Gen.Frequency((6, Gen.Int[0, 12]), (1, Gen.Int[60, 400])),
            Gen.Int[0, 20],
            Gen.Int[-3, 40],
            Gen.Int[0, 40],
            Gen.Int[0, 3]
        ).Array[5, 60];

    /// <summary>A command that often makes sense where the posting stands, and often does not.</summary>
    public static LifeCommand Command(PostingState state, Guid id, DateOnly day, (int What, int A, int B, int C) step)
    {
        var (a, b, c) = (step.A, step.B, step.C);
        var leave = state.Leaves.Length == 0 ? Guid.Empty : state.Leaves[b % state.Leaves.Length].LeaveId;
        var item = China.Handover[b % 2].Id;
        var concern = state.Concerns.IsEmpty ? Guid.Empty : state.Concerns[b % state.Concerns.Length].ConcernId;
        return step.What switch
        {
            0 => new NameAccount(id, Holder.AccountId, c > 0),
            1 or 2 or 3 => new AskLeave(id, day.AddDays(a), day.AddDays(a + b / 3), c == 0 ? StandIn : null, c != 1),
            4 or 5 or 6 => new DecideLeave(id, leave, c > 0, null, false, c != 1),
            7 => new EndLeave(id, leave, day.AddDays(-(b % 4))),
            8 or 9 => new EnterAttendance(id, new LedgerMonth(day.AddMonths(-c), a, b % 10, b % 5, 1)),
            10 => new Extend(id, Begin.AddMonths(24).AddDays(a * 12), true),
            11 => new ProposeRecall(id, c > 0),
            12 => new AnswerRecall(id, c > 0),
            13 => new DecideRecall(id, c > 1, day.AddDays(a), true),
            14 => new Withdraw(id, day.AddDays(a), c == 3),
            15 => new EndTerm(id, day.AddDays(a)),
            16 => new DoItem(id, item),
            17 => new ConfirmItem(id, item, c > 0, true),
            18 => new RecordReturn(id, BecameOf.BackAtUnit),
            19 => new RaiseConcern(id, WelfareKind.Accident, c > 0),
            _ => new AnswerConcern(id, concern, c > 0),
        };
    }
}
