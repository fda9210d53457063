using Taihang.Core.Dispatch;
using Taihang.Modules.Dispatch.Life;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch;

/// <summary>First secretaries who serve on a day or later: those whose term runs on, and those whose village may be filled anew.</summary>
/// <param name="InTerm">
/// Also those whose last day is set and still to come, and those who only begin later: they keep village and cadre.
/// </param>
/// <param name="Over">The term, and whatever it was extended to, is over.</param>
/// <param name="NextOver">First day on which a term of the others is over; null where none ends of itself.</param>
public sealed record Terms(IReadOnlyList<Posting> InTerm, IReadOnlyList<Posting> Over, DateOnly? NextOver)
{
    /// <summary>How many serve on the day itself.</summary>
    public int Serving(DateOnly day) => InTerm.Count(p => p.From <= day) + Over.Count;

    /// <summary>Those that end when a round begins: their village is filled anew, or they are sent elsewhere themselves.</summary>
    public IReadOnlyList<Posting> EndedBy(Round round)
    {
        var sent = round.Plan.PersonOf.Where(p => p >= 0).Select(p => round.Cadres[p]).ToHashSet();
        return [.. Over.Where(p => round.Villages.Contains(p.VillageNo) || sent.Contains(p.CadreId))];
    }

    public static Terms On(TaihangDb db, int countyNo, PostingRules rules, DateOnly day)
    {
        var serving = db
            .Postings.Where(p => p.CountyNo == countyNo && p.Role == PostingRole.FirstSecretary)
            .Where(p => p.To == null || p.To >= day)
            .ToList();
        var extended = LifeRecord.ReadAll(db, serving).ToDictionary(r => r.Row.PostingId, r => r.State.ExtendedTo);
        DateOnly OverOn(Posting p) =>
            extended[p.PostingId]?.AddDays(1) is { } later && later > p.From.AddMonths(rules.TermMonths)
                ? later
                : p.From.AddMonths(rules.TermMonths);
        var over = serving.Where(p => p.To is null && OverOn(p) <= day).ToList();
        var inTerm = serving.Except(over).ToList();
        return new Terms(inTerm, over, inTerm.Where(p => p.To is null).Select(p => (DateOnly?)OverOn(p)).Min());
    }
}
