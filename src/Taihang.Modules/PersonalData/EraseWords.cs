using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.PersonalData;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Registry.Duplicates;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.PersonalData;

/// <summary>
/// Overwrites what the record says of one person, in every table but the log of acts, whose content names nobody. A household's own facts, the
/// answers of runs and the other members' facts stay.
/// </summary>
public static class EraseWords
{
    /// <param name="act">The ending.</param>
    internal static void Run(TaihangDb db, int countyNo, IReadOnlyList<Person> rows, Act act)
    {
        var ids = rows.Select(r => r.PersonId).ToList();
        var households = rows.Select(r => r.HouseholdId).Distinct().ToList();
        var names = rows.Select(r => r.Name).Where(n => n.Length > 1).Distinct().ToList();
        Persons(db, countyNo, ids);
        Changes(db, countyNo, ids, households, names);
        var cases = Cases(db, countyNo, households, names);
        EraseFiles.Run(db, countyNo, ids, households, cases, words => Stubbed(words, names), act);
        Questions(db, countyNo, ids, households, names);
        db.SaveChanges();
    }

    private static void Persons(TaihangDb db, int countyNo, List<Guid> ids)
    {
        foreach (var person in db.Persons.Where(p => p.CountyNo == countyNo && ids.Contains(p.PersonId)))
        {
            (person.Name, person.WrappedKey, person.Sealed) = (RetentionRules.Stub, null, null);
            person.Version++;
        }
        db.BlindIndexes.RemoveRange(db.BlindIndexes.Where(b => b.CountyNo == countyNo && ids.Contains(b.PersonId)));
        foreach (
            var seen in db.Observations.Where(o =>
                o.CountyNo == countyNo && ids.Contains(o.SubjectId) && o.Document != EndRetention.ErasedDocument
            )
        )
            seen.Document = EndRetention.ErasedDocument;
        db.OwnPageCodes.RemoveRange(db.OwnPageCodes.Where(c => c.CountyNo == countyNo && ids.Contains(c.PersonId)));
        // Pairs that wait are put before nobody any more; of those that were decided identifiers stay.
        db.DuplicatePairs.RemoveRange(
            db.DuplicatePairs.Where(p =>
                p.CountyNo == countyNo
                && p.State == FindDuplicates.Open
                && (ids.Contains(p.PersonA) || (p.CountyNoB == countyNo && ids.Contains(p.PersonB)))
            )
        );
        foreach (var asked in db.OwnRequests.Where(r => r.CountyNo == countyNo && ids.Contains(r.PersonId)))
        {
            (asked.Text, asked.Answer) = (RetentionRules.Erased, asked.Answer is null ? null : RetentionRules.Erased);
            asked.Version++;
        }
    }

    /// <summary>Requests that state something of the person or call them by name. Their hashes stay in the log.</summary>
    private static void Changes(TaihangDb db, int countyNo, List<Guid> ids, List<Guid> households, List<string> names)
    {
        var closed = db
            .ChangeRequests.Where(c => c.CountyNo == countyNo && c.Standing != ChangeStanding.Open)
            .GroupJoin(
                db.ChangeDecisions,
                c => new { c.CountyNo, c.ChangeId },
                d => new { d.CountyNo, d.ChangeId },
                (request, decisions) => new { request, decisions }
            )
            .SelectMany(j => j.decisions.DefaultIfEmpty(), (j, decision) => new { j.request, decision });
        var texts = ids.Select(i => i.ToString()).ToList();
        foreach (var one in closed.ToList())
        {
            var (request, decision) = (one.request, one.decision);
            var named =
                households.Contains(request.HouseholdId)
                || (request.OtherHouseholdId is { } other && households.Contains(other));
            if (Says(request.Document) || Says(request.Submitted) || (decision is not null && Says(decision.Written)))
            {
                request.Document = ErasedChange.Kept(
                    ChangeDocument.Read(request.Document),
                    ids,
                    words => Stubbed(words, names)
                )
                    is { } kept
                    ? ChangeDocument.Write(kept)
                    : EndRetention.ErasedDocument;
                request.Submitted = Without(request.Submitted);
                request.Version++;
                if (decision is not null)
                    decision.Written = Without(decision.Written);
            }
            if (decision is not null && named)
                decision.Reason = Stubbed(decision.Reason, names);

            bool Says(string document) =>
                texts.Exists(t => document.Contains(t, StringComparison.Ordinal))
                || (named && names.Exists(n => document.Contains(n, StringComparison.Ordinal)));
        }

        string Without(string differences) =>
            ChangeDocument.Write(
                ChangeDocument.ReadDifferences(differences).Where(d => !ids.Contains(d.Key.Subject)).ToImmutableArray()
            );
    }

    private static List<ProcedureCase> Cases(TaihangDb db, int countyNo, List<Guid> households, List<string> names)
    {
        List<Guid?> subjects = [.. households.Select(h => (Guid?)h)];
        var cases = db.ProcedureCases.Where(c => c.CountyNo == countyNo && subjects.Contains(c.SubjectId)).ToList();
        foreach (var one in cases.Where(c => Stubbed(c.SubjectName, names) != c.SubjectName))
        {
            one.SubjectName = Stubbed(one.SubjectName, names);
            one.Version++;
        }
        var ids = cases.Select(c => c.CaseId).ToList();
        foreach (var told in db.ProcedureEvents.Where(e => e.CountyNo == countyNo && ids.Contains(e.CaseId)))
            (told.Text, told.ByName) = (Stubbed(told.Text, names), Stubbed(told.ByName, names));
        return cases;
    }

    /// <summary>Words of officials about an access to the record.</summary>
    private static void Questions(TaihangDb db, int countyNo, List<Guid> ids, List<Guid> households, List<string> names)
    {
        List<Guid?> subjects = [.. households.Concat(ids).Select(s => (Guid?)s)];
        foreach (var concern in db.AccessConcerns.Where(c => c.CountyNo == countyNo && subjects.Contains(c.SubjectId)))
        {
            concern.Reason = Stubbed(concern.Reason, names);
            concern.Review = concern.Review is null ? null : Stubbed(concern.Review, names);
        }
    }

    private static string Stubbed(string text, List<string> names) =>
        names.Aggregate(text, (told, name) => told.Replace(name, RetentionRules.Stub, StringComparison.Ordinal));
}
