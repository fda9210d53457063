using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.PersonalData;
using Taihang.Core.Procedures;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.PersonalData;

/// <summary>A code that was given out, shown this once.</summary>
public sealed record GivenCode(Guid CodeId, string Code, DateTimeOffset Until);

/// <summary>Whom a code opens: the person under their newest row.</summary>
public sealed record OwnPageOf(int CountyNo, Guid PersonId);

/// <summary>
/// Codes that open one person's own page. A new one ends the earlier: whoever found an old letter reads nothing. It may be used again until
/// it ends, because an answer is read on the same page.
/// </summary>
public static class OwnCodes
{
    public const string GiveKind = "person.give_code";
    public const string EndKind = "person.end_code";

    /// <summary>A rule of this program, not of a law.</summary>
    public static readonly TimeSpan Valid = TimeSpan.FromDays(90);

    public static Outcome<GivenCode> Give(TaihangDb db, int countyNo, Guid personId, OnBehalf asked, ActContext context)
    {
        if (asked.Fault() is { } fault)
            return fault;
        var rows = PersonRows.Of(db, countyNo, personId);
        if (rows.Count == 0 || ReadOwnRecord.Ended(db, countyNo, rows[^1].PersonId))
            return PersonalDataProblems.NoSuchPerson();
        var code = ReceiptCode.Make(countyNo, RandomNumberGenerator.GetBytes(ReceiptCode.Bytes));
        var until = context.At + Valid;
        var ended = Live(db, countyNo, rows, context.At);
        foreach (var earlier in ended)
            earlier.EndedAtUnixMs = context.At.ToUnixTimeMilliseconds();
        var row = new OwnPageCode
        {
            CountyNo = countyNo,
            CodeId = Guid.CreateVersion7(context.At),
            PersonId = rows[^1].PersonId,
            Hash = ReceiptCode.Read(code)!.Value.Hash,
            GivenAtUnixMs = context.At.ToUnixTimeMilliseconds(),
            UntilUnixMs = until.ToUnixTimeMilliseconds(),
        };
        row.ActId = RecordAct
            .Append(
                db,
                countyNo,
                GiveKind,
                context,
                new
                {
                    row.PersonId,
                    row.CodeId,
                    Ends = ended.Select(e => e.CodeId),
                    Asked = asked.Told(),
                }
            )
            .ActId;
        db.OwnPageCodes.Add(row);
        db.SaveChanges();
        return new GivenCode(row.CodeId, code, until);
    }

    /// <summary>Ends what still opens the person's page: a letter that went astray, a person who wishes it. Nothing to end changes nothing.</summary>
    public static int End(TaihangDb db, int countyNo, Guid personId, ActContext context)
    {
        var live = Live(db, countyNo, PersonRows.Of(db, countyNo, personId), context.At);
        if (live.Count == 0)
            return 0;
        foreach (var code in live)
            code.EndedAtUnixMs = context.At.ToUnixTimeMilliseconds();
        RecordAct.Append(
            db,
            countyNo,
            EndKind,
            context,
            new { PersonId = personId, Ends = live.Select(c => c.CodeId) }
        );
        db.SaveChanges();
        return live.Count;
    }

    /// <summary>Every code that was given for the person, the newest first.</summary>
    public static IReadOnlyList<OwnPageCode> Of(TaihangDb db, int countyNo, Guid personId)
    {
        var rows = PersonRows.Of(db, countyNo, personId).Select(r => r.PersonId).ToList();
        return
        [
            .. db
                .OwnPageCodes.AsNoTracking()
                .Where(c => c.CountyNo == countyNo && rows.Contains(c.PersonId))
                .OrderByDescending(c => c.GivenAtUnixMs),
        ];
    }

    /// <summary>Whose page a code opens at this moment. Reads nothing of the person.</summary>
    public static Outcome<OwnPageOf> Whose(TaihangDb db, string? code, DateTimeOffset now)
    {
        if (ReceiptCode.Read(code) is not ({ } countyNo, { } hash))
            return PersonalDataProblems.NoSuchCode();
        using var widened = db.Widen(Widening.OwnPage, countyNo);
        var at = now.ToUnixTimeMilliseconds();
        var row = db
            .OwnPageCodes.AsNoTracking()
            .SingleOrDefault(c =>
                c.CountyNo == countyNo && c.Hash == hash && c.EndedAtUnixMs == null && c.UntilUnixMs > at
            );
        return row is not null && PersonRows.Of(db, countyNo, row.PersonId) is [.., { } last]
            ? new OwnPageOf(countyNo, last.PersonId)
            : PersonalDataProblems.NoSuchCode();
    }

    /// <summary>Logs that the person opens their own page; to be committed before anything is shown.</summary>
    public static void LogOpened(TaihangDb db, OwnPageOf page, DateTimeOffset now) =>
        LogRead.Run(
            db,
            page.CountyNo,
            new ReadOf([page.PersonId], ReadPurpose.OwnRequest, OwnLooks.Page),
            new ActContext(Guid.Empty, now, OwnLooks.Page, "code")
        );

    private static List<OwnPageCode> Live(TaihangDb db, int countyNo, IReadOnlyList<Person> rows, DateTimeOffset now)
    {
        var (ids, at) = (rows.Select(r => r.PersonId).ToList(), now.ToUnixTimeMilliseconds());
        return
        [
            .. db.OwnPageCodes.Where(c =>
                c.CountyNo == countyNo && ids.Contains(c.PersonId) && c.EndedAtUnixMs == null && c.UntilUnixMs > at
            ),
        ];
    }
}
