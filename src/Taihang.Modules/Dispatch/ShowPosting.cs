using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch;

/// <summary>A posting in a list.</summary>
/// <param name="To">Last day; null while it runs.</param>
public sealed record PostingRow(
    int VillageNo,
    Words Village,
    Guid CadreId,
    string Cadre,
    string Unit,
    int FitBp,
    DateOnly From,
    DateOnly? To,
    Guid PostingId
);

/// <param name="Value">Exact fraction from 0 to 1; null when not known, and then the weight is shared by the other parts.</param>
public sealed record PartShown(Words Title, string Weight, string? Value, int PointsBp, string Source);

/// <param name="Need">0 to 3, from the causes of the village's counted households.</param>
/// <param name="Has">The posted cadre's level; null when the need is 0 or met in full.</param>
public sealed record NeedShown(Words Skill, int Need, int? Has);

/// <summary>One posting with its reason, ready to be shown.</summary>
/// <param name="DistanceKm">Between illustrative points, and to be called so; null when not known.</param>
/// <param name="Laid">What somebody laid down that sends this cadre here; null where the plan chose.</param>
public sealed record PostingShown(
    PostingRow Posting,
    ImmutableArray<PartShown> Parts,
    ImmutableArray<NeedShown> Needs,
    Words Uncovered,
    int? DistanceKm,
    OtherPlan NextPlan,
    Words Next,
    Words Proof,
    Guid RoundId,
    string CertificateHash,
    Guid RunId,
    string Method,
    Words? Laid
);

/// <summary>Reads postings and their reasons.</summary>
public static class ShowPosting
{
    /// <summary>A county's first secretaries on the day, by village.</summary>
    public static IReadOnlyList<PostingRow> All(TaihangDb db, int countyNo, DateOnly day)
    {
        var names = new Names(db, countyNo);
        return
        [
            .. db
                .Postings.AsNoTracking()
                .Where(p => p.CountyNo == countyNo && p.Role == PostingRole.FirstSecretary)
                .Where(p => p.From <= day && (p.To == null || p.To >= day))
                .OrderBy(p => p.VillageNo)
                .AsEnumerable()
                .Select(names.Row),
        ];
    }

    /// <summary>The village's first secretary on the day, why this cadre stands there and who would be next.</summary>
    public static Outcome<PostingShown> Run(TaihangDb db, int countyNo, int villageNo, DateOnly day)
    {
        var names = new Names(db, countyNo);
        var posting = db
            .Postings.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && p.VillageNo == villageNo && p.Role == PostingRole.FirstSecretary)
            .Where(p => p.From <= day && (p.To == null || p.To >= day))
            .OrderByDescending(p => p.From)
            .FirstOrDefault();
        if (posting is null)
            return DispatchProblems.NoPosting(names.Village(villageNo).En);
        var round = db
            .DispatchRounds.AsNoTracking()
            .Where(r => r.CountyNo == countyNo && r.RoundId == posting.RoundId)
            .Select(r => new { r.Weights, r.CertificateHash })
            .Single();
        var rules = StoredRound.Read<StoredRules>(round.Weights);
        var reason = StoredRound.Read<StoredReason>(posting.Reason);
        var next = reason.Next.Read();
        var lacking = reason.Uncovered.ToDictionary(u => u.Skill, u => u.Has);
        return new PostingShown(
            names.Row(posting),
            [
                .. reason.Parts.Select(part =>
                {
                    var weight = rules.Weights.First(w => w.Part == part.Part);
                    return new PartShown(weight.Title, weight.Weight, part.Value, part.PointsBp, weight.Source);
                }),
            ],
            [
                .. reason.Need.Select(
                    (need, skill) =>
                        new NeedShown(
                            rules.Skills[skill].Title,
                            need,
                            lacking.TryGetValue(skill, out var has) ? has : null
                        )
                ),
            ],
            PostingWords.Uncovered(reason.Uncovered, rules.Skills),
            reason.DistanceKm,
            next,
            PostingWords.NextBest(villageNo, next, names.Cadre, names.Village),
            PostingWords.Proof(round.CertificateHash, rules.Laid),
            posting.RoundId,
            round.CertificateHash,
            rules.RunId,
            rules.Method,
            reason.Choice is { } laid ? PostingWords.Laid(laid, names.Cadre, names.Village) : null
        );
    }
}

/// <summary>Names of a county's villages and cadres, for the reasons; a cadre's unit stands with the name.</summary>
internal sealed class Names(TaihangDb db, int countyNo)
{
    private readonly Dictionary<int, Region> places = db
        .Regions.AsNoTracking()
        .Where(r => r.CountyNo == countyNo)
        .ToDictionary(r => r.RegionNo);

    private readonly Dictionary<Guid, SendingUnit> units = db
        .SendingUnits.AsNoTracking()
        .Where(u => u.CountyNo == countyNo)
        .ToDictionary(u => u.UnitId);

    public Dictionary<Guid, Cadre> Cadres { get; } =
        db.Cadres.AsNoTracking().Where(c => c.CountyNo == countyNo).ToDictionary(c => c.CadreId);

    public string Unit(Cadre cadre) => units[cadre.UnitId].Name;

    public Words Cadre(Guid id) =>
        Cadres.TryGetValue(id, out var cadre) ? Words.Same($"{Unit(cadre)} {cadre.Name}") : Words.Same(id.ToString());

    /// <param name="who">A name, or <c>unit/name</c>.</param>
    /// <returns>The number of that person in a round; null where nobody or more than one is called so.</returns>
    public int? In(Round round, string who)
    {
        var found = Cadres
            .Values.Where(c => c.Name == who || $"{Unit(c)}/{c.Name}" == who)
            .Select(c => round.Cadres.IndexOf(c.CadreId))
            .Where(person => person >= 0)
            .ToList();
        return found.Count == 1 ? found[0] : null;
    }

    public Words Village(int number) =>
        places.TryGetValue(number, out var place)
            ? new Words(place.Name, place.NameLatin ?? place.Name)
            : Words.Same(number.ToString());

    public PostingRow Row(Posting posting) =>
        new(
            posting.VillageNo,
            Village(posting.VillageNo),
            posting.CadreId,
            Cadres[posting.CadreId].Name,
            Unit(Cadres[posting.CadreId]),
            posting.FitBp,
            posting.From,
            posting.To,
            posting.PostingId
        );
}
