using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Store;

namespace Taihang.Modules.Access;

/// <summary>Which acts of a county to list; a null is no limit.</summary>
public sealed record ActFilter(string? Kind = null, Guid? ActorId = null, DateOnly? From = null, DateOnly? To = null);

/// <summary>An act in a list, its number in the log, and its actor's name where that is an account.</summary>
public sealed record ActLine(
    long Seq,
    Guid ActId,
    string Kind,
    Guid ActorId,
    string? Actor,
    string? Role,
    DateTimeOffset At,
    string Reason,
    string Basis
);

/// <summary>A look at a record, in a list for the household or the auditor.</summary>
/// <param name="SubjectId">The household looked at, or one of those on the list that was looked at.</param>
/// <param name="Subjects">How many were looked at together.</param>
public sealed record ReadLine(
    DateTimeOffset At,
    Guid SubjectId,
    int Subjects,
    string? Actor,
    string? Role,
    string Purpose,
    string What,
    string Reason,
    Guid ActId
);

/// <summary>One page of a list and how many lines there are in all.</summary>
public sealed record Listed<T>(IReadOnlyList<T> Lines, int Total);

/// <summary>Lists of the log: acts by kind, actor and day, and who looked at whose record.</summary>
public static class ShowLog
{
    /// <summary>Newest first.</summary>
    /// <param name="page">From 1.</param>
    public static Listed<ActLine> Acts(TaihangDb db, int countyNo, ActFilter filter, int page, int size)
    {
        var acts = db.Acts.AsNoTracking().Where(a => a.CountyNo == countyNo);
        if (filter.Kind is { } kind)
            acts = acts.Where(a => a.Kind == kind);
        if (filter.ActorId is { } actor)
            acts = acts.Where(a => a.ActorId == actor);
        if (filter.From is { } from && Start(from) is var first)
            acts = acts.Where(a => a.AtUnixMs >= first);
        if (filter.To is { } to && Start(to.AddDays(1)) is var end)
            acts = acts.Where(a => a.AtUnixMs < end);
        var leaves = db.AuditLeaves.AsNoTracking();
        var lines = acts.Join(
                leaves,
                a => new { a.CountyNo, a.ActId },
                l => new { l.CountyNo, l.ActId },
                (act, leaf) => new { act, leaf.Seq }
            )
            .OrderByDescending(j => j.Seq)
            .Skip((page - 1) * size)
            .Take(size)
            .ToList();
        var names = NamedActor.Of(db, lines.Select(l => l.act.ActorId));
        return new(
            [
                .. lines.Select(l => new ActLine(
                    l.Seq,
                    l.act.ActId,
                    l.act.Kind,
                    l.act.ActorId,
                    names.GetValueOrDefault(l.act.ActorId)?.Name,
                    names
                        .GetValueOrDefault(l.act.ActorId)
                        ?.RoleAt(DateTimeOffset.FromUnixTimeMilliseconds(l.act.AtUnixMs)),
                    DateTimeOffset.FromUnixTimeMilliseconds(l.act.AtUnixMs),
                    l.act.Reason,
                    l.act.Basis
                )),
            ],
            acts.Count()
        );
    }

    /// <summary>Kinds of act that the county's log holds.</summary>
    public static IReadOnlyList<string> Kinds(TaihangDb db, int countyNo) =>
        [.. db.Acts.Where(a => a.CountyNo == countyNo).Select(a => a.Kind).Distinct().Order()];

    /// <summary>Who acted in the county's log, with a name where it is an account.</summary>
    public static IReadOnlyList<(Guid ActorId, string? Name, string? Role)> Actors(TaihangDb db, int countyNo)
    {
        var actors = db.Acts.Where(a => a.CountyNo == countyNo).Select(a => a.ActorId).Distinct().ToList();
        var names = NamedActor.Of(db, actors);
        return
        [
            .. actors
                .Order()
                .Select(a =>
                    (a, names.GetValueOrDefault(a)?.Name, names.GetValueOrDefault(a)?.RoleOn(DateOnly.MaxValue))
                ),
        ];
    }

    /// <summary>Who looked at a record, or at any record of the county where no subject is named; newest first, a list that was looked at once.</summary>
    public static Listed<ReadLine> Reads(TaihangDb db, int countyNo, Guid? subjectId, int page, int size)
    {
        var reads = db.SensitiveReads.AsNoTracking().Where(r => r.CountyNo == countyNo);
        var acts = db.Acts.AsNoTracking().Where(a => a.CountyNo == countyNo && a.Kind == LogRead.Kind);
        if (subjectId is { } subject)
            acts = acts.Where(a => reads.Any(r => r.SubjectId == subject && r.ActId == a.ActId));
        var shown = acts.OrderByDescending(a => a.AtUnixMs)
            .ThenByDescending(a => a.ActId)
            .Skip((page - 1) * size)
            .Take(size)
            .ToList();
        var ids = shown.Select(a => a.ActId).ToList();
        var of = reads.Where(r => ids.Contains(r.ActId)).AsEnumerable().ToLookup(r => r.ActId);
        var names = NamedActor.Of(db, shown.Select(a => a.ActorId));
        return new(
            [
                .. shown
                    .Where(a => of.Contains(a.ActId))
                    .Select(a => new ReadLine(
                        DateTimeOffset.FromUnixTimeMilliseconds(a.AtUnixMs),
                        subjectId ?? of[a.ActId].First().SubjectId,
                        of[a.ActId].Count(),
                        names.GetValueOrDefault(a.ActorId)?.Name,
                        names.GetValueOrDefault(a.ActorId)?.RoleAt(DateTimeOffset.FromUnixTimeMilliseconds(a.AtUnixMs)),
                        of[a.ActId].First().Purpose,
                        of[a.ActId].First().What,
                        a.Reason,
                        a.ActId
                    )),
            ],
            acts.Count()
        );
    }

    private static long Start(DateOnly day) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
