using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Procedures;

/// <summary>An event with what was said and who said it.</summary>
public sealed record ToldEvent(CaseEvent Event, string Text, string ByName, Guid ActId);

/// <summary>A case as it stands: its row, the fold of its events, and the events.</summary>
public sealed record CaseRecord(ProcedureCase Row, CaseState State, ImmutableArray<ToldEvent> Events)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <returns>Null when there is no such case, or the pack no longer holds its procedure.</returns>
    public static CaseRecord? Read(TaihangDb db, Pack pack, int countyNo, Guid caseId)
    {
        var row = db.ProcedureCases.SingleOrDefault(c => c.CountyNo == countyNo && c.CaseId == caseId);
        return row is null ? null
            : ReadAll(db, pack, [row]) is [var record, ..] ? record
            : null;
    }

    /// <summary>Several at once, in the order of the rows; all of one county.</summary>
    public static IReadOnlyList<CaseRecord> ReadAll(TaihangDb db, Pack pack, IReadOnlyList<ProcedureCase> rows)
    {
        if (rows.Count == 0)
            return [];
        var (county, ids) = (rows[0].CountyNo, rows.Select(r => r.CaseId).ToList());
        var events = db
            .ProcedureEvents.AsNoTracking()
            .Where(e => e.CountyNo == county && ids.Contains(e.CaseId))
            .OrderBy(e => e.Seq)
            .AsEnumerable()
            .ToLookup(e => e.CaseId);
        return [.. rows.Select(row => Fold(pack, row, events[row.CaseId])).OfType<CaseRecord>()];
    }

    /// <summary>Adds what happened, the act for it and its leaf; the caller saves. The row follows the fold.</summary>
    internal static Act Append(
        TaihangDb db,
        ProcedureCase row,
        CaseState after,
        int seq,
        ToldDraft told,
        ActContext context
    )
    {
        var document = JsonSerializer.Serialize(told.Event, Json);
        var text = ReceiptCode.WithoutNumbers(told.Text);
        var act = RecordAct.Append(
            db,
            row.CountyNo,
            $"procedures.{told.Event.Kind.ToString().ToLowerInvariant()}",
            context,
            new
            {
                row.CaseId,
                row.Procedure,
                told.Event.Step,
                told.Event.Result,
                told.Event.Party,
                Day = told.Event.Day.ToString("yyyy-MM-dd"),
                // Binds the whole event with its text; the text itself may name people and stays out of the log.
                Content = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document + "\0" + text))),
            }
        );
        db.ProcedureEvents.Add(
            new ProcedureEvent
            {
                CountyNo = row.CountyNo,
                CaseId = row.CaseId,
                Seq = seq,
                EventId = told.Event.EventId,
                Day = told.Event.Day,
                Document = document,
                Text = text,
                ByName = told.ByName,
                ActId = act.ActId,
            }
        );
        QueueNotices.OfCase(db, row, after, told.Event, context.At);
        Project(row, after);
        return act;
    }

    /// <summary>Saves, or says that somebody else was first: nothing of it is then written.</summary>
    internal static Problem? Save(TaihangDb db)
    {
        try
        {
            db.SaveChanges();
            return null;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return ProceduresProblems.SomebodyElseActed();
        }
    }

    internal static void Project(ProcedureCase row, CaseState state)
    {
        row.Step = state.Step;
        row.Outcome = state.Outcome;
        row.EndedOn = state.EndedOn;
        row.NextDue = CaseClock.NextDue(state);
        row.Stopped = state.OpenObjections.Any();
        row.Missed = !state.Missed.IsEmpty;
        row.Version++;
    }

    internal static Outcome<Procedure> With(Procedure procedure, string settings) =>
        ProcedureSettings.Apply(
            procedure,
            JsonSerializer
                .Deserialize<Dictionary<string, string>>(settings)!
                .ToDictionary(
                    s => s.Key,
                    s => Fraction.TryParse(s.Value, out var value) ? value : throw new FormatException(s.Value)
                )
        );

    private static CaseRecord? Fold(Pack pack, ProcedureCase row, IEnumerable<ProcedureEvent> events)
    {
        if (row.Pack != pack.Id || pack.Procedure(row.Procedure) is not { } procedure)
            return null;
        var told = events
            .Select(e => new ToldEvent(
                JsonSerializer.Deserialize<CaseEvent>(e.Document, Json)!,
                e.Text,
                e.ByName,
                e.ActId
            ))
            .ToImmutableArray();
        return new CaseRecord(
            row,
            CaseState.Fold(With(procedure, row.Settings).Value, told.Select(t => t.Event)),
            told
        );
    }
}

/// <summary>An event about to be recorded, with what was said and by whom.</summary>
internal sealed record ToldDraft(CaseEvent Event, string Text, string ByName);
