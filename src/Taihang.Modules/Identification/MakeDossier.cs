using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Explain;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Identification;

/// <param name="Subject">A household's number or identifier, or the identifier of a case or of anything else that acts name.</param>
/// <param name="Unseal">With ID number, phone and account; only with a reason of its own.</param>
public sealed record DossierRequest(string Subject, Pack Pack, bool Unseal, ActContext Context);

/// <summary>A recorded value with where it came from.</summary>
public sealed record DossierFact(
    string Of,
    string Attribute,
    Words Title,
    Words Value,
    DateOnly ObservedOn,
    string Event,
    Guid ActId
);

/// <summary>A file that was attached to the household or to one of its cases. It lies sealed and is opened for a reason of its own; its hash says which file it is.</summary>
/// <param name="Of"><c>household</c> or <c>case</c>.</param>
/// <param name="SealedSha256">Of the sealed file, hex.</param>
public sealed record DossierAttachment(
    Guid AttachmentId,
    string Of,
    string Purpose,
    string Title,
    DateOnly ShownOn,
    string FileName,
    string Kind,
    long SizeBytes,
    string SealedSha256,
    Guid ActId,
    string? WithdrawnReason
);

/// <summary>What a run answered, and why by today's record and rules of its day.</summary>
public sealed record DossierAnswer(
    Guid RunId,
    Guid ActId,
    string Pack,
    string PackHash,
    string Method,
    DateOnly AsOf,
    string Outcome,
    Words? Reason
);

/// <summary>What was put together, before it is written to a file.</summary>
public sealed record Dossier(
    string Subject,
    IReadOnlyDictionary<string, byte[]> Files,
    int Acts,
    int Facts,
    int Answers
);

/// <summary>
/// Everything about one household or case that somebody outside can check: its acts with their proofs, its facts with source and day, its
/// answers with reasons. Making one is itself a look at the record and is logged first; the log's entry of that is in the dossier.
/// </summary>
public static class MakeDossier
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <param name="sealing">Needed only to unseal.</param>
    public static Outcome<Dossier> Run(TaihangDb db, DossierRequest request, SigningKey key, Sealing? sealing)
    {
        if (request.Unseal && (sealing is null || string.IsNullOrWhiteSpace(request.Context.Reason)))
            return AuditProblems.NoReason();
        var id = Guid.TryParse(request.Subject, out var given) ? given : Guid.Empty;
        var household = db
            .Households.AsNoTracking()
            .Where(h => h.Number == request.Subject || h.HouseholdId == id)
            .Take(2)
            .ToList();
        if (household.Count > 1 || (household.Count == 0 && id == Guid.Empty))
            return AuditProblems.NothingNamed(request.Subject);
        var subject = household.Count == 1 ? household[0].HouseholdId : id;
        var named = subject.ToString();
        if (
            (
                household.Count == 1
                    ? household[0].CountyNo
                    : db.Acts.Where(a => a.Content.Contains(named)).Select(a => (int?)a.CountyNo).FirstOrDefault()
            )
            is not { } countyNo
        )
            return AuditProblems.NothingNamed(request.Subject);
        var read = LogRead.Run(
            db,
            countyNo,
            new ReadOf(
                [subject],
                ReadPurpose.Dossier,
                request.Unseal ? "dossier id_number phone bank_account" : "dossier"
            ),
            request.Context
        );
        var persons = db
            .Persons.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && p.HouseholdId == subject)
            .OrderBy(p => p.JoinedOn)
            .ThenBy(p => p.PersonId)
            .ToList();
        var facts = Facts(db, request.Pack, countyNo, subject, persons);
        var answers = Answers(db, request.Pack, countyNo, subject);
        var attachments = Attachments(db, countyNo, subject);
        var acts = Acts(
            db,
            countyNo,
            [subject, .. persons.Select(p => p.PersonId), .. attachments.Select(a => a.AttachmentId)],
            [
                read.ActId,
                .. facts.Select(f => f.ActId),
                .. answers.Select(a => a.ActId),
                .. attachments.Select(a => a.ActId),
            ]
        );
        string Index(Language language) =>
            DossierIndex.Write(language, request.Subject, acts, facts, answers, attachments, key.Public);
        var checkpoint = IssueCheckpoint.Run(db, key, countyNo, request.Context.At);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["public-key.pem"] = Bytes(key.Public.Pem + "\n"),
            ["checkpoint.txt"] = Bytes(checkpoint.Note),
            ["acts.json"] = Json(acts.Select(a => new { seq = a.Index + 1, a.Act })),
            ["facts.json"] = Json(facts),
            ["answers.json"] = Json(answers),
            ["attachments.json"] = Json(attachments),
            ["index.zh.md"] = Bytes(Index(Language.Chinese)),
            ["index.en.md"] = Bytes(Index(Language.English)),
        };
        foreach (var act in acts)
        {
            var proof = ReadLog.Prove(db, act, checkpoint, open: true);
            if (!proof.Ok)
                return Outcome<Dossier>.Refused(proof.Problems);
            files[string.Create(CultureInfo.InvariantCulture, $"acts/{act.Index + 1:D8}.proof")] = Bytes(
                proof.Value.Text()
            );
        }
        if (request.Unseal)
            files["sealed.json"] = Json(
                persons.Select(p => new { p.Name, values = sealing!.Unseal(p.WrappedKey, p.Sealed, p.PersonId) })
            );
        return new Dossier(request.Subject, files, acts.Count, facts.Count, answers.Count);
    }

    /// <summary>Every value ever recorded, oldest first, also those that a later one replaced.</summary>
    private static List<DossierFact> Facts(
        TaihangDb db,
        Pack pack,
        int countyNo,
        Guid household,
        IReadOnlyList<Person> persons
    )
    {
        var names = persons.ToDictionary(p => p.PersonId, p => p.Name);
        var subjects = names.Keys.Append(household).ToList();
        var facts = new List<DossierFact>();
        foreach (
            var seen in db
                .Observations.AsNoTracking()
                .Where(o => o.CountyNo == countyNo && subjects.Contains(o.SubjectId))
                .OrderBy(o => o.ObservedOn)
                .ThenBy(o => o.ObservationId)
        )
        foreach (var (attribute, json) in ObservationDocument.Read(seen.Document))
        {
            var known = names.ContainsKey(seen.SubjectId)
                ? pack.Dictionary.Find(Level.Member, attribute)
                : pack.Dictionary.Carried(attribute);
            facts.Add(
                new DossierFact(
                    names.GetValueOrDefault(seen.SubjectId, "household"),
                    attribute,
                    known?.Title ?? Words.Same(attribute),
                    known is null
                        ? Words.Same(json)
                        : Values.Show(known, pack.Dictionary, UnitFacts.FromJson(known, json)),
                    seen.ObservedOn,
                    seen.Event,
                    seen.ActId
                )
            );
        }
        return facts;
    }

    private static List<DossierAnswer> Answers(TaihangDb db, Pack pack, int countyNo, Guid household) =>
        [
            .. db
                .IdentificationResults.AsNoTracking()
                .Where(r => r.CountyNo == countyNo && r.HouseholdId == household)
                .Join(
                    db.IdentificationRuns.AsNoTracking(),
                    r => new { r.CountyNo, r.RunId },
                    r => new { r.CountyNo, r.RunId },
                    (result, run) => new { result, run }
                )
                .OrderBy(j => j.run.AsOf)
                .ThenBy(j => j.run.RunId)
                .AsEnumerable()
                .ToList()
                .Select(j => new DossierAnswer(
                    j.run.RunId,
                    j.run.ActId,
                    j.run.Pack,
                    j.run.PackHash,
                    j.run.Method,
                    j.run.AsOf,
                    j.result.Outcome,
                    Reason(db, pack, j.run, household)
                )),
        ];

    /// <summary>Also those that were withdrawn, in the order in which they came.</summary>
    private static List<DossierAttachment> Attachments(TaihangDb db, int countyNo, Guid subject)
    {
        var subjects = db
            .ProcedureCases.Where(c => c.CountyNo == countyNo && c.SubjectId == subject)
            .Select(c => c.CaseId)
            .ToList();
        subjects.Add(subject);
        return
        [
            .. db
                .Attachments.AsNoTracking()
                .Where(a => a.CountyNo == countyNo && subjects.Contains(a.SubjectId))
                .OrderBy(a => a.AddedAtUnixMs)
                .ThenBy(a => a.AttachmentId)
                .AsEnumerable()
                .Select(a => new DossierAttachment(
                    a.AttachmentId,
                    a.SubjectKind,
                    a.Purpose,
                    a.Title,
                    a.ShownOn,
                    a.FileName,
                    a.Kind,
                    a.Size,
                    a.Hash,
                    a.ActId,
                    a.WithdrawnReason
                )),
        ];
    }

    /// <summary>Only by the very pack that the run used; else the reason would be another rule's.</summary>
    internal static Words? Reason(TaihangDb db, Pack pack, IdentificationRun run, Guid household)
    {
        if (pack.Hash != run.PackHash || pack.Methods.FirstOrDefault(m => m.Id == run.Method) is not { } method)
            return null;
        var explained = ExplainHousehold.Run(db, run.CountyNo, household, pack, method, run.AsOf);
        if (!explained.Ok)
            return null;
        var holding = explained.Value.Lines.Where(l => l.Holds == Answer.Yes).ToList();
        return holding.Count == 0
            ? explained.Value.Summary
            : new Words(
                explained.Value.Summary.Zh + " " + string.Join("；", holding.Select(l => l.Title.Zh)),
                explained.Value.Summary.En + " " + string.Join("; ", holding.Select(l => l.Title.En))
            );
    }

    /// <summary>Acts that facts and answers came with, and those whose content names the household, a member or the case.</summary>
    private static List<LoggedAct> Acts(
        TaihangDb db,
        int countyNo,
        IReadOnlyList<Guid> subjects,
        IReadOnlyList<Guid> known
    )
    {
        var found = known.ToHashSet();
        foreach (var text in subjects.Select(s => s.ToString()))
            found.UnionWith(
                db.Acts.Where(a => a.CountyNo == countyNo && a.Content.Contains(text)).Select(a => a.ActId)
            );
        found.UnionWith(
            db.SensitiveReads.Where(r => r.CountyNo == countyNo && subjects.Contains(r.SubjectId)).Select(r => r.ActId)
        );
        return [.. found.Select(a => ReadLog.Act(db, countyNo, a)).OfType<LoggedAct>().OrderBy(a => a.Index)];
    }

    private static byte[] Json(object value) => JsonSerializer.SerializeToUtf8Bytes(value, Readable);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
