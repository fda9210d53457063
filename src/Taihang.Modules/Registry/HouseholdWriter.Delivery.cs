using Microsoft.EntityFrameworkCore;
using Taihang.Core.Registry;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry;

/// <summary>What is different when another register's delivery is taken in: every difference is told, and what is newer on record stays.</summary>
internal sealed partial class HouseholdWriter
{
    /// <summary>
    /// The values that are new or different. Of another register's delivery, without those of which the record knows something later:
    /// they are listed, and stay as they are.
    /// </summary>
    private Dictionary<string, string> Changed(
        HouseholdDraft draft,
        MemberDraft? member,
        int row,
        KnownHouseholds known,
        int county,
        Guid subject,
        Dictionary<string, string> stated,
        DateOnly day
    )
    {
        var values = known.Changed(county, subject, stated);
        if (log is null)
            return values;
        var fresh = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, json) in values)
        {
            var recorded = known.Fact(county, subject, id);
            if (recorded?.On > day)
                log.Conflict(
                    draft,
                    row,
                    FindingKind.Newer,
                    drafts.Column(id, member is not null),
                    (recorded.Value.Json, json),
                    recorded.Value.On
                );
            else
            {
                fresh[id] = json;
                log.Difference(
                    draft,
                    row,
                    FindingKind.Value,
                    drafts.Column(id, member is not null),
                    (recorded?.Json, json),
                    recorded?.On
                );
            }
        }
        return fresh;
    }

    /// <summary>A delivery whose facts are older than the closing says nothing about it.</summary>
    private void Closed(HouseholdDraft draft, DateOnly closed)
    {
        if (log is null || closed <= draft.ObservedOn)
        {
            faults.Add([
                RegistryProblems.ClosedHousehold(drafts.At(draft.Row, drafts.NumberColumn), draft.Number, closed),
            ]);
            return;
        }
        log.Conflict(draft, draft.Row, FindingKind.ClosedSince, null, null, closed);
        log.Households.Add(new HouseholdVerdict(draft, Verdict.Conflict));
    }

    /// <summary>
    /// The numbers to keep: those that were changed since the person came on record, where that may have been after the delivery's day.
    /// </summary>
    private SealedValues Newer(
        HouseholdDraft draft,
        Person person,
        MemberDraft member,
        SealedValues recorded,
        SealedValues stated
    )
    {
        var changed =
            person.JoinedOn > member.ObservedOn
            || (person.Version > 0 && MayBeLater(person.CountyNo, person.HouseholdId, member.ObservedOn));
        var over = recorded;
        foreach (var (id, old, value) in SealedFields(recorded, stated))
            if (changed && old is not null)
                log!.Conflict(draft, member.Row, FindingKind.SealedNewer, drafts.Column(id, true), null, null);
            else
            {
                log!.Difference(draft, member.Row, FindingKind.Sealed, drafts.Column(id, true));
                over = id switch
                {
                    "id_number" => over with { IdNumber = value },
                    "phone" => over with { Phone = value },
                    _ => over with { BankAccount = value },
                };
            }
        return over;
    }

    /// <summary>
    /// Numbers, head and village carry no day of their own. They change by a file, which states nothing later than its day, or by a change
    /// asked for on the household's page, which states its day: after both, a delivery is the newer one.
    /// </summary>
    private bool MayBeLater(int county, Guid household, DateOnly day) =>
        newestFile[county] > day
        || db.ChangeRequests.AsNoTracking()
            .Where(c => c.CountyNo == county && c.Standing == ChangeStanding.Applied)
            .Where(c => c.HouseholdId == household || c.OtherHouseholdId == household)
            // Nobody asks before the day itself; of a request whose words were erased that is all there is to know.
            .Where(c => c.RequestedOn > day)
            .Select(c => c.Document)
            .AsEnumerable()
            .Any(document => document == "{}" || ChangeDocument.Read(document).ObservedOn > day);

    private static IEnumerable<(string Id, string? Old, string Value)> SealedFields(SealedValues old, SealedValues now)
    {
        if (now.IdNumber is { } number && number != old.IdNumber)
            yield return ("id_number", old.IdNumber, number);
        if (now.Phone is { } phone && phone != old.Phone)
            yield return ("phone", old.Phone, phone);
        if (now.BankAccount is { } account && account != old.BankAccount)
            yield return ("bank_account", old.BankAccount, account);
    }
}
