using Microsoft.EntityFrameworkCore;
using Taihang.Core.Procedures;
using Taihang.Modules.Outbound;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Procedures;
using Xunit;

namespace Taihang.Tests.Store.Modules.Outbound;

public sealed class SendNoticesTests(PostgresCluster cluster)
{
    /// <summary>A slow channel keeps a sender for minutes; another has nothing to do but what cannot wait.</summary>
    [Fact]
    public void A_sender_of_what_is_urgent_leaves_the_rest()
    {
        using var county = new NoticeCounty(cluster, Engine.Sqlite);
        county.Apply();
        Assert.Null(SendNotices.Take(county.Db, county.Now, county.Settings(), urgentOnly: true));
        county.Db.OutboundNotices.ExecuteUpdate(set => set.SetProperty(n => n.Urgent, true));
        Assert.NotNull(SendNotices.Take(county.Db, county.Now, county.Settings(), urgentOnly: true));
    }

    /// <summary>Who applies brings the ID of the case along; that of an office would have the office's notices sent to them.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Nobody_who_applies_is_told_in_the_place_of_an_office(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        var office = NoticeRecipient.Office(ProcedureCounty.CountyNo, NoticeOffice.County, 0);
        var refused = Assert.Throws<InvalidOperationException>(() => county.Apply(id: office));
        Assert.Contains("TH1137", refused.Message, StringComparison.Ordinal);
        Assert.Empty(county.Db.NoticeContacts.Where(c => c.RecipientId == office));
        Assert.NotEqual(Guid.Empty, county.Apply());
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void An_applicant_is_told_by_text_in_words_without_their_name(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        var id = county.Apply();
        Assert.Equal(new NoticesSent(1, 1, 0, 0, 0, 0), county.Send());
        var message = Assert.Single(county.Messages());
        var row = Assert.Single(county.Rows());
        Assert.Equal((row.NoticeId, NoticeCounty.Phone, "zh-Hans"), (message.Id, message.To, message.Language));
        Assert.Equal(NoticeWords.Text(NoticeKind.Received, QueueFacts(row)).Zh, message.Text);
        Assert.Equal((NoticeStanding.Sent, id), (row.Standing, row.RecipientId));
        Assert.NotNull(row.EndedAtUnixMs);
        // Nothing is due any more, and the same look again does nothing.
        Assert.Equal(NoticesSent.Nothing, county.Send());
        Assert.DoesNotContain(".", Directory.GetFiles(county.Folder).Select(f => Path.GetFileName(f)[..1]));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Whoever_left_no_number_is_told_at_the_phone_on_record_and_whoever_has_none_by_letter(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        var (known, unknown) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (household, other) = (county.Cases.Household("1", known), county.Cases.Household("2", unknown));
        var person = county.Db.Persons.Single(p => p.PersonId == known);
        (person.WrappedKey, person.Sealed) = county.Sealing.Seal(new SealedValues("x", "13800000007", null), known);
        county.Db.SaveChanges();
        county.Apply(null, household: household);
        county.Apply(null, household: other);
        county.Apply("no phone at all");
        Assert.Equal(new NoticesSent(1, 1, 0, 1, 0, 0), county.Send());
        Assert.Equal("13800000007", Assert.Single(county.Messages()).To);
        Assert.Equal(["letter", "letter", "sent"], county.Rows().Select(r => r.Standing).Order());
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void An_office_is_told_once_of_several_tasks_and_not_of_one_that_was_done_meanwhile(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        county.Office(NoticeOffice.Village, ProcedureCounty.Village);
        var cases = Enumerable.Range(0, 4).Select(_ => county.Apply(null)).ToList();
        Assert.Equal(4, county.Rows(nameof(NoticeKind.TaskWaits)).Count);
        // What waits for an office is gathered for some minutes.
        Assert.Equal(0, county.Send().Messages);
        Assert.True(county.Cases.Do(cases[0], ProcedureCounty.Cadre, NoticeCounty.Day).Ok);
        Assert.True(county.Cases.Do(cases[0], ProcedureCounty.Cadre, NoticeCounty.Day).Ok);
        county.Now += NoticeRules.Gathered;
        Assert.Equal((1, 4, 2), county.Send() is var sent ? (sent.Messages, sent.Sent, sent.Superseded) : default);
        var message = Assert.Single(county.Messages());
        Assert.StartsWith("4 cases wait for your office.", message.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Attempts_wait_longer_each_time_and_end_at_a_person(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        county.Office(NoticeOffice.Village, ProcedureCounty.Village);
        county.Apply();
        county.Now += NoticeRules.Gathered;
        var (tries, ids) = (0, new HashSet<Guid>());
        string Busy(OutboundMessage message, CancellationToken cancel)
        {
            tries++;
            ids.Add(message.Id);
            return NoticeAnswer.Again;
        }
        for (var i = 0; i < NoticeRules.MostAttempts; i++)
        {
            Assert.Equal(0, county.Send(Busy).Messages);
            // Not before its time.
            Assert.Equal(NoticesSent.Nothing, county.Send(Busy));
            county.Now += NoticeRules.Wait(i + 1);
        }
        Assert.Equal((2 * NoticeRules.MostAttempts, 2), (tries, ids.Count));
        Assert.Equal(
            ["Received letter again", "TaskWaits dead again"],
            county.Rows().Select(r => $"{r.Kind} {r.Standing} {r.LastAnswer}").Order()
        );
        var now = NoticesNow.Of(county.Db, county.Now);
        Assert.Equal((0L, 1L, 1L, true), (now.Waiting, now.Letters, now.Dead, now.InUse));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Two_senders_never_hold_one_notice(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        const int Applications = 40;
        for (var i = 0; i < Applications; i++)
            county.Apply();
        var (held, carried, doubles) = (new HashSet<Guid>(), new List<Guid>(), 0);
        string Carry(OutboundMessage message, CancellationToken cancel)
        {
            lock (held)
                if (!held.Add(message.Id))
                    doubles++;
            Thread.Sleep(1);
            lock (held)
            {
                held.Remove(message.Id);
                carried.Add(message.Id);
            }
            return NoticeAnswer.Sent;
        }
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(() =>
                    {
                        using var db = OpenStore.Existing(county.Address).Value;
                        county.Send(Carry, db);
                    })
                )
        );
        Assert.Equal((0, Applications, Applications), (doubles, carried.Count, carried.Distinct().Count()));
        Assert.All(county.Rows(), r => Assert.Equal(NoticeStanding.Sent, r.Standing));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_sender_that_ended_midway_leaves_a_lease_that_expires_and_is_not_tried_for_ever(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        county.Apply();
        var settings = county.Settings();
        for (var i = 0; i < NoticeRules.MostAttempts; i++)
        {
            var holder = SendNotices.Take(county.Db, county.Now, settings);
            Assert.NotNull(holder);
            // While the lease runs nobody else takes it.
            Assert.Null(SendNotices.Take(county.Db, county.Now + settings.Limit, settings));
            county.Now += TimeSpan.FromMinutes(2);
        }
        Assert.Equal(NoticesSent.Nothing with { Again = 1 }, county.Send(most: 1));
        var row = Assert.Single(county.Rows());
        Assert.Equal((NoticeChannel.Voice, NoticeAnswer.Died), (row.Channel, row.LastAnswer));
        Assert.Empty(county.Messages());
        Assert.Equal(1, county.Send().Messages);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_sender_whose_lease_ran_out_writes_nothing_over_the_next_ones(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        county.Apply();
        string Slow(OutboundMessage message, CancellationToken cancel)
        {
            county.Now += TimeSpan.FromHours(1);
            using var second = OpenStore.Existing(county.Address).Value;
            Assert.Equal(1, county.Send(db: second).Messages);
            return NoticeAnswer.Refused;
        }
        Assert.Equal(NoticesSent.Nothing, county.Send(Slow));
        Assert.Equal(NoticeStanding.Sent, Assert.Single(county.Rows()).Standing);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void At_night_only_an_emergency_is_told(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        county.Apply();
        county.Now = new(2026, 3, 2, 23, 0, 0, TimeSpan.FromHours(8));
        Assert.Equal(NoticesSent.Nothing, county.Send());
        county.Now = new(2026, 3, 3, 8, 0, 0, TimeSpan.FromHours(8));
        Assert.Equal(1, county.Send().Messages);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_number_left_with_an_application_is_readable_through_a_change_of_keys(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        var id = county.Apply();
        Assert.True(
            ChangeKeys
                .Begin(
                    county.Db,
                    county.KeyFile,
                    SealingSuites.Find("sm")!,
                    ProcedureCounty.Context(ProcedureCounty.County)
                )
                .Ok
        );
        var contact = county.Db.NoticeContacts.AsNoTracking().Single();
        Assert.Equal((id, 2), (contact.RecipientId, Sealing.NumberOf(contact.WrappedKey!)));
        Assert.True(
            ChangeKeys.Retire(county.Db, county.KeyFile, true, ProcedureCounty.Context(ProcedureCounty.County)).Ok
        );
        county.Reopen();
        Assert.Equal(1, county.Send().Messages);
        Assert.Equal(NoticeCounty.Phone, Assert.Single(county.Messages()).To);
    }

    private static NoticeFacts QueueFacts(Taihang.Modules.Store.Tables.OutboundNotice row) =>
        Taihang.Modules.Procedures.QueueNotices.FactsOf(row);
}
