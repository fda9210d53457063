using Taihang.Core.Dispatch;
using Taihang.Modules.Dispatch.Life;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch;

/// <summary>First secretaries who serve on a day: those whose term runs on, and those whose village may be filled anew.</summary>
/// <param name="InTerm">Also those whose last day is set and still to come: they keep village and cadre until then.</param>
/// <param name="Over">The term, and whatever it was extended to, is over.</param>
/// <param name="NextOver">First day on which a term of the others is over; null where none ends of itself.</param>
public sealed record Terms(IReadOnlyList<Posting> InTerm, IReadOnlyList<Posting> Over, DateOnly? NextOver)
{
    public static Terms On(TaihangDb db, int countyNo, PostingRules rules, DateOnly day)
    {
        var serving = db
            .Postings.Where(p => p.CountyNo == countyNo && p.Role == PostingRole.FirstSecretary)
            .Where(p => p.From <= day && (p.To == null || p.To >= day))
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
