using Microsoft.EntityFrameworkCore;
using Taihang.Core.Dispatch;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch.Board;

/// <summary>When a county's terms of first secretaries end, so that whoever plans knows from which day.</summary>
/// <param name="Serving">First secretaries who serve on the day.</param>
/// <param name="Over">Of them those whose term is over.</param>
/// <param name="Next">First day on which a term of the others is over; null where there is none.</param>
public sealed record TermEnds(int Serving, int Over, DateOnly? Next)
{
    public static TermEnds Read(TaihangDb db, int countyNo, PostingRules rules, DateOnly day)
    {
        var ends = db
            .Postings.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && p.Role == PostingRole.FirstSecretary && p.To == null && p.From <= day)
            .Select(p => p.From)
            .AsEnumerable()
            .Select(from => from.AddMonths(rules.TermMonths))
            .ToList();
        return new TermEnds(
            ends.Count,
            ends.Count(end => end <= day),
            ends.Where(end => end > day).Select(end => (DateOnly?)end).Min()
        );
    }
}
