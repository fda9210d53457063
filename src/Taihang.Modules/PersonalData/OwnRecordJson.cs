using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.PersonalData;

namespace Taihang.Modules.PersonalData;

/// <summary>A person's copy for a machine: every text in both languages, days as dates, the same content as the printed one.</summary>
public static class OwnRecordJson
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static byte[] Write(OwnRecord record) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Format = "taihang own record 1",
                record.MadeOn,
                Person = new
                {
                    Id = record.Person.PersonId,
                    record.Person.Name,
                    record.Person.JoinedOn,
                    record.Person.LeftOn,
                    Household = record.Household.Number,
                    Place = record.Place.Select(p => new
                    {
                        p.Code,
                        Name = new Words(p.NameIn(Language.Chinese), p.NameIn(Language.English)),
                    }),
                    record.OtherMembers,
                },
                record.Numbers,
                record.Facts,
                record.HouseholdFacts,
                record.Decisions,
                record.Cases,
                record.Notices,
                record.Told,
                record.Files,
                record.Changes,
                Looks = record.Looks.Select(l => new
                {
                    l.At,
                    l.Who,
                    l.What,
                    Purpose = ReadPurpose.Title(l.Purpose),
                }),
                Requests = record.Requests.Select(r => new
                {
                    r.RequestId,
                    Kind = OwnRequestKind.Title(r.Kind),
                    r.Text,
                    r.ReceivedOn,
                    r.DueOn,
                    Standing = OwnRequestStanding.Title(r.Standing),
                    r.AnsweredOn,
                    r.Answer,
                }),
                Retention = record.Retention.Select(r => new
                {
                    After = EndReason.Title(r.Reason),
                    Years = r.Years?.ToString(),
                    r.Document,
                }),
                record.AnswerDays,
            },
            Readable
        );
}
