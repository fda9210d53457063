using System.Security.Cryptography;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Procedures;

/// <param name="EventId">Made by the sender; it is also the case's ID, so that sending it again opens no second case.</param>
/// <param name="Said">What the person says, in their own words.</param>
public sealed record StartRequest(
    Guid EventId,
    int CountyNo,
    int VillageNo,
    string Procedure,
    Guid? SubjectId,
    string SubjectName,
    string Channel,
    string Said,
    CaseActor Actor,
    string ByName
)
{
    /// <summary>Where the person asked to be told; null where they left nothing.</summary>
    public SealedContact? Contact { get; init; }
}

/// <summary>A number or address, sealed at the edge for the case it is left with.</summary>
public sealed record SealedContact(string Channel, string Language, byte[] WrappedKey, byte[] Sealed);

/// <param name="Receipt">The code to hand over; it is shown this once. Null when the same case was sent before.</param>
public sealed record CaseStarted(Guid CaseId, string? Receipt);

/// <summary>Opens a case: anybody's application, or an office's own. Nothing known or not known of the person stands in its way.</summary>
public static class StartCase
{
    public static Outcome<CaseStarted> Run(
        TaihangDb db,
        Pack pack,
        StartRequest request,
        DateOnly day,
        ActContext context
    )
    {
        if (pack.Procedure(request.Procedure) is not { } written)
            return ProceduresProblems.UnknownProcedure(
                request.Procedure,
                Nearest.To(request.Procedure, pack.Procedures.Select(p => p.Id))
            );
        if (db.ProcedureCases.Any(c => c.CountyNo == request.CountyNo && c.CaseId == request.EventId))
            return new CaseStarted(request.EventId, null);
        var settings = Settings(db, pack, written, request.CountyNo, day);
        var procedure = CaseRecord.With(written, settings);
        if (!procedure.Ok)
            return Outcome<CaseStarted>.Refused(procedure.Problems);
        var opened = CaseRules.Open(
            procedure.Value,
            new OpenCase(request.EventId, request.Channel),
            request.Actor,
            day
        );
        if (!opened.Ok)
            return Outcome<CaseStarted>.Refused(opened.Problems);
        // Else whoever applies could be told in an office's place.
        if (request.EventId.Version == NoticeRecipient.OfficeVersion)
            return ProceduresProblems.NotACase();
        var name = ReceiptCode.WithoutNumbers(request.SubjectName);
        var row = new ProcedureCase
        {
            CountyNo = request.CountyNo,
            CaseId = request.EventId,
            VillageNo = request.VillageNo,
            Pack = pack.Id,
            Procedure = written.Id,
            Settings = settings,
            SubjectId = request.SubjectId,
            SubjectName = name.Length > 60 ? name[..60] : name,
            OpenedOn = day,
        };
        db.ProcedureCases.Add(row);
        if (request.Contact is { } contact)
            db.NoticeContacts.Add(
                new NoticeContact
                {
                    CountyNo = row.CountyNo,
                    RecipientId = row.CaseId,
                    Channel = contact.Channel,
                    Language = contact.Language,
                    WrappedKey = contact.WrappedKey,
                    Sealed = contact.Sealed,
                }
            );
        CaseRecord.Append(
            db,
            row,
            CaseState.Begin(procedure.Value, opened.Value),
            1,
            new ToldDraft(opened.Value, request.Said, request.ByName),
            context
        );
        var receipt = AddReceipt(db, row, null);
        return CaseRecord.Save(db) is { } problem ? problem : new CaseStarted(row.CaseId, receipt);
    }

    /// <summary>Makes a code for whoever asks from outside, and keeps its hash.</summary>
    internal static string AddReceipt(TaihangDb db, ProcedureCase row, Guid? objectionId)
    {
        var code = ReceiptCode.Make(row.CountyNo, RandomNumberGenerator.GetBytes(ReceiptCode.Bytes));
        db.ProcedureReceipts.Add(
            new ProcedureReceipt
            {
                CountyNo = row.CountyNo,
                Hash = ReceiptCode.Read(code)!.Value.Hash,
                CaseId = row.CaseId,
                ObjectionId = objectionId,
            }
        );
        return code;
    }

    /// <summary>What the county has set of the procedure's numbers, on the day on which the case begins.</summary>
    private static string Settings(TaihangDb db, Pack pack, Procedure procedure, int countyNo, DateOnly day)
    {
        var names = procedure.Settable.Select(n => n.Setting!).Distinct().ToList();
        return JsonSerializer.Serialize(
            new SortedDictionary<string, string>(
                db.AreaParameters.Where(p =>
                        p.CountyNo == countyNo
                        && p.Pack == pack.Id
                        && names.Contains(p.Parameter)
                        && p.ValidFrom <= day
                        && (p.ValidTo == null || p.ValidTo >= day)
                    )
                    .ToDictionary(p => p.Parameter, p => p.Value),
                StringComparer.Ordinal
            )
        );
    }
}
