using System.Collections.Immutable;

namespace Taihang.Core.Dispatch.Life;

/// <summary>A posting of some area, and as what.</summary>
public sealed record Standing(PostingState State, string Role);

/// <summary>
/// Who stands where on a day, past or to come, as the record knows it now: villages without a first secretary, who is away, whose term ends
/// soon or is over, and whose hand-over is not finished. It counts places; it compares no people.
/// </summary>
public sealed record ServiceOn(
    DateOnly On,
    ImmutableArray<Standing> Serving,
    ImmutableArray<int> Vacant,
    ImmutableArray<Standing> Away,
    ImmutableArray<Standing> EndingSoon,
    ImmutableArray<Standing> Overdue,
    ImmutableArray<Standing> Handovers
)
{
    /// <param name="needed">Villages in which a first secretary is to stand.</param>
    public static ServiceOn Of(
        IReadOnlyCollection<int> needed,
        IReadOnlyCollection<Standing> postings,
        DateOnly on,
        LifeSettings settings
    )
    {
        var soon = on.AddDays(settings.EndingSoonDays.Value);
        ImmutableArray<Standing> serving =
        [
            .. postings
                .Where(p => p.State.Serves(on))
                .OrderBy(p => p.State.Made.VillageNo)
                .ThenBy(p => p.Role, StringComparer.Ordinal)
                .ThenBy(p => p.State.Made.PostingId),
        ];
        var led = serving
            .Where(p => p.Role == PostingRole.FirstSecretary)
            .Select(p => p.State.Made.VillageNo)
            .ToHashSet();
        return new ServiceOn(
            on,
            serving,
            [.. needed.Distinct().Where(v => !led.Contains(v)).Order()],
            [.. serving.Where(p => p.State.LeaveOn(on) is not null)],
            [
                .. serving.Where(p =>
                    (p.State.LastDay ?? p.State.TermEnd(settings)) is var end && on <= end && end <= soon
                ),
            ],
            [.. serving.Where(p => p.State.LastDay is null && p.State.TermEnd(settings) < on)],
            [
                .. postings.Where(p =>
                    p.State.Made.From <= on
                    && p.State.LastDay is { } last
                    // A round ends a term without a word; that it was long ago is no reason to ask now.
                    && (p.State.EndedBy is not null || last >= on.AddDays(-settings.EndingSoonDays.Value))
                    && p.State.Unconfirmed(settings).Any()
                ),
            ]
        );
    }
}

/// <summary>What a village needs and the best of whoever stands there, skill by skill, each 0 to 3.</summary>
public sealed record VillageSkills(int VillageNo, ImmutableArray<int> Need, ImmutableArray<int> Has);

/// <summary>One skill in an area.</summary>
/// <param name="Needing">Villages that need it.</param>
/// <param name="Unmet">Of these, villages in which nobody reaches the need.</param>
/// <param name="Missing">Levels that are missing there, in all.</param>
public sealed record SkillGap(int Skill, int Needing, int Unmet, int Missing)
{
    public static ImmutableArray<SkillGap> Of(IReadOnlyCollection<VillageSkills> villages, int skills) =>
        [
            .. Enumerable
                .Range(0, skills)
                .Select(skill =>
                {
                    var levels = villages
                        .Where(v => skill < v.Need.Length && v.Need[skill] > 0)
                        .Select(v => Math.Max(0, v.Need[skill] - (skill < v.Has.Length ? v.Has[skill] : 0)))
                        .ToList();
                    return new SkillGap(skill, levels.Count, levels.Count(l => l > 0), levels.Sum());
                }),
        ];
}
