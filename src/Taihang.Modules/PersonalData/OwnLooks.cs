using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.PersonalData;

/// <summary>Who looked at a person's record, or at that of their household while they belonged to it: role and office, nobody's name.</summary>
public static class OwnLooks
{
    /// <summary>The person's own page, opened with their code.</summary>
    public const string Page = "own page";

    /// <summary>A copy for the person.</summary>
    public const string Copy = "own copy";

    /// <summary>A copy with its numbers whole.</summary>
    public const string CopyWithNumbers = "own copy id_number phone bank_account";

    /// <summary>The office's page about what a person is owed.</summary>
    public const string Counter = "own counter";

    /// <summary>What a person asked about their record.</summary>
    public const string Request = "own request";

    internal static IReadOnlyList<OwnLook> Of(
        TaihangDb db,
        OwnSetting setting,
        int countyNo,
        IReadOnlyList<Person> rows
    )
    {
        var subjects = rows.Select(r => r.PersonId).Concat(rows.Select(r => r.HouseholdId)).Distinct().ToList();
        var reads = db
            .SensitiveReads.AsNoTracking()
            .Where(r => r.CountyNo == countyNo && subjects.Contains(r.SubjectId))
            .OrderByDescending(r => r.AtUnixMs)
            .ThenByDescending(r => r.ActId)
            .ToList();
        var names = NamedActor.Of(db, reads.Select(r => r.ActorId));
        return
        [
            .. reads
                .Where(r => Concerns(rows, r))
                .DistinctBy(r => r.ActId)
                .Select(r =>
                {
                    var at = DateTimeOffset.FromUnixTimeMilliseconds(r.AtUnixMs);
                    return new OwnLook(
                        at,
                        r.What == Page
                            ? new Words("本人，凭查询码", "the person, with their own code")
                            : Office(names.GetValueOrDefault(r.ActorId), setting.Tree, at),
                        r.What,
                        r.Purpose
                    );
                }),
        ];
    }

    /// <summary>Role and place of whoever acted, as they stood that day; whoever acted at the machine has none.</summary>
    internal static Words Office(NamedActor? actor, RegionTree tree, DateTimeOffset at)
    {
        if (actor is null)
            return new("本机操作员", "operator at the machine");
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        var duty =
            actor.Duties.FirstOrDefault(d => d.InForce(day)) ?? (actor.Duties.Count > 0 ? actor.Duties[^1] : null);
        if (duty is null)
            return new("已无岗位的账号", "an account without a duty");
        var title = Roles.Title(duty.Role);
        var place = duty.RegionNo is { } region
            ? tree.ByNumber(region)
            : tree.OfCounty(duty.CountyNo).LastOrDefault(c => c.Level == "county");
        return place is null
            ? title
            : new($"{place.NameIn(Language.Chinese)}{title.Zh}", $"{title.En}, {place.NameIn(Language.English)}");
    }

    private static bool Concerns(IReadOnlyList<Person> rows, SensitiveRead read) =>
        rows.Any(r =>
            r.PersonId == read.SubjectId
            || (
                r.HouseholdId == read.SubjectId
                && (
                    r.LeftOn is not { } left
                    || DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(read.AtUnixMs).UtcDateTime) < left
                )
            )
        );
}
