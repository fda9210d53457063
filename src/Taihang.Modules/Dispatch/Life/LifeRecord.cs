using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Dispatch.Life;
using Taihang.Core.Procedures;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch.Life;

/// <summary>An event with what was said and who said it.</summary>
/// <param name="Withheld">The text, and of a concern what it is about, is kept from this reader.</param>
public sealed record ToldLifeEvent(LifeEvent Event, string Text, string ByName, Guid ActId, bool Withheld = false);

/// <summary>A posting as it stands: its row, the fold of its events, and the events.</summary>
public sealed record LifeRecord(Posting Row, PostingState State, ImmutableArray<ToldLifeEvent> Events)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <returns>Null when there is no such posting.</returns>
    public static LifeRecord? Read(TaihangDb db, int countyNo, Guid postingId) =>
        db.Postings.SingleOrDefault(p => p.CountyNo == countyNo && p.PostingId == postingId) is { } row
            ? ReadAll(db, [row])[0]
            : null;

    /// <summary>Several at once, in the order of the rows; all of one county.</summary>
    public static IReadOnlyList<LifeRecord> ReadAll(TaihangDb db, IReadOnlyList<Posting> rows)
    {
        if (rows.Count == 0)
            return [];
        var (county, ids) = (rows[0].CountyNo, rows.Select(r => r.PostingId).ToList());
        var events = db
            .PostingEvents.AsNoTracking()
            .Where(e => e.CountyNo == county && ids.Contains(e.PostingId))
            .OrderBy(e => e.Seq)
            .AsEnumerable()
            .ToLookup(e => e.PostingId);
        return
        [
            .. rows.Select(row =>
            {
                var told = events[row.PostingId]
                    .Select(e => new ToldLifeEvent(
                        JsonSerializer.Deserialize<LifeEvent>(e.Document, Json)!,
                        e.Text,
                        e.ByName,
                        e.ActId
                    ))
                    .ToImmutableArray();
                return new LifeRecord(row, PostingState.Fold(Made(row), told.Select(t => t.Event)), told);
            }),
        ];
    }

    /// <summary>
    /// As somebody may read it: what was said, and what a concern is about, is for the offices that act on it and for the cadre; everybody else
    /// sees only that something was recorded.
    /// </summary>
    public LifeRecord For(LifeActor reader) =>
        reader.Covers && (reader.Holder || reader.Role is Roles.Township or Roles.County)
            ? this
            : this with
            {
                State = State with { Concerns = [], Seen = ImmutableDictionary<Guid, LifeEvent>.Empty },
                Events =
                [
                    .. Events.Select(e =>
                        e with
                        {
                            Event = e.Event with { Concern = null },
                            Text = "",
                            Withheld = e.Text.Length > 0,
                        }
                    ),
                ],
            };

    private static PostingMade Made(Posting row) => new(row.PostingId, row.VillageNo, row.CadreId, row.From, row.To);

    /// <summary>Adds what happened, the act for it and its leaf; the caller saves. An end is an end of the row too.</summary>
    internal LifeRecord Append(TaihangDb db, LifeEvent one, string said, string byName, ActContext context)
    {
        var document = JsonSerializer.Serialize(one, Json);
        var text = ReceiptCode.WithoutNumbers(said);
        var act = RecordAct.Append(
            db,
            Row.CountyNo,
            KindOf(one.Kind),
            context,
            new
            {
                Row.PostingId,
                Day = one.Day.ToString("yyyy-MM-dd"),
                // Binds the whole event with its text; both may tell of a person's health and stay out of the log.
                Content = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document + "\0" + text))),
            }
        );
        db.PostingEvents.Add(
            new PostingEvent
            {
                CountyNo = Row.CountyNo,
                PostingId = Row.PostingId,
                Seq = Events.Length + 1,
                EventId = one.EventId,
                Day = one.Day,
                Document = document,
                Text = text,
                ByName = byName,
                ActId = act.ActId,
            }
        );
        var after = State.With(one);
        if (after.EndsOn is { } last && State.EndsOn is null)
            Row.To = last;
        return this with { State = after, Events = Events.Add(new ToldLifeEvent(one, text, byName, act.ActId)) };
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
            return PostingLifeProblems.SomebodyElseActed();
        }
    }

    /// <summary>Such as <c>posting.leave_granted</c>.</summary>
    public static string KindOf(LifeEventKind kind) =>
        "posting." + JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
