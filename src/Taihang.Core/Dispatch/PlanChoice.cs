namespace Taihang.Core.Dispatch;

/// <summary>What people lay down before a plan is made best.</summary>
public enum ChoiceKind
{
    /// <summary>The cadre goes to the village.</summary>
    Lock,

    /// <summary>The cadre does not go to the village.</summary>
    Forbid,

    /// <summary>The cadre goes nowhere in this plan.</summary>
    Absent,
}

/// <summary>One thing laid down, with its reason, by whom and on which day. It stays with the plan until it is taken back.</summary>
/// <param name="VillageNo">Null for <see cref="ChoiceKind.Absent"/>.</param>
public sealed record PlanChoice(
    ChoiceKind Kind,
    int? VillageNo,
    Guid CadreId,
    string Reason,
    string ByName,
    DateOnly Day
)
{
    /// <summary>Lays down the same, whatever its reason.</summary>
    public bool SameAs(PlanChoice other) => (Kind, VillageNo, CadreId) == (other.Kind, other.VillageNo, other.CadreId);

    /// <summary>Whether both cannot hold in one plan.</summary>
    public bool Contradicts(PlanChoice other) =>
        (Kind, other.Kind) switch
        {
            (ChoiceKind.Lock, ChoiceKind.Lock) => (VillageNo == other.VillageNo) != (CadreId == other.CadreId),
            (ChoiceKind.Lock, ChoiceKind.Forbid) or (ChoiceKind.Forbid, ChoiceKind.Lock) => VillageNo == other.VillageNo
                && CadreId == other.CadreId,
            (ChoiceKind.Lock, ChoiceKind.Absent) or (ChoiceKind.Absent, ChoiceKind.Lock) => CadreId == other.CadreId,
            _ => false,
        };

    /// <summary>Whether a plan under it cannot send the cadre to the village.</summary>
    public bool KeepsApart(int villageNo, Guid cadreId) =>
        Kind switch
        {
            ChoiceKind.Lock => (VillageNo == villageNo) != (CadreId == cadreId),
            ChoiceKind.Forbid => VillageNo == villageNo && CadreId == cadreId,
            _ => CadreId == cadreId,
        };
}
