using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Procedures;
using Taihang.Modules.Outbound;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Outbound;
using Xunit;
using static Taihang.Tests.Store.Modules.Procedures.ProcedureCounty;

namespace Taihang.Tests.Store.Modules.Procedures;

public sealed class QueueNoticesTests(PostgresCluster cluster)
{
    /// <summary>What nobody may read in a message, planted wherever a person can write.</summary>
    private static readonly string[] Planted =
    [
        "11010519491231002X",
        "6222021234567890123",
        "13912345678",
        "尿毒症",
        "因病致贫",
        "样例户主",
    ];

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void An_act_queues_its_notices_once_however_often_it_is_sent(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        county.Office(NoticeOffice.Village, Village);
        var id = Guid.CreateVersion7();
        county.Apply(id: id);
        county.Apply(id: id);
        Assert.Equal(["Received", "TaskWaits"], county.Rows().Select(r => r.Kind).Order());
        var step = county.Cases.Read(id).State.Current!;
        var command = new DoStep(
            Guid.CreateVersion7(),
            step.Id,
            null,
            [.. step.Evidence.Select(e => e.Id)],
            null,
            true
        );
        for (var i = 0; i < 3; i++)
            Assert.True(county.Cases.Send(id, command, Cadre, NoticeCounty.Day).Ok);
        Assert.Equal(2, county.Rows(nameof(NoticeKind.TaskWaits)).Count);
        // The clock run twice notes once and tells once.
        foreach (var _ in new[] { 1, 2 })
            RunClock.Run(county.Db, Pack, NoticeCounty.Day.AddDays(60), Context(County));
        Assert.Single(county.Rows(nameof(NoticeKind.Overdue)), r => r.Step == "appraisal");
        // Whatever the program does, the store takes no second one.
        var twin = county.Rows()[0];
        twin.NoticeId = Guid.CreateVersion7();
        county.Db.OutboundNotices.Add(twin);
        Assert.Throws<DbUpdateException>(() => county.Db.SaveChanges());
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void An_act_that_is_refused_or_comes_second_queues_nothing(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        county.Office(NoticeOffice.Village, Village);
        var id = county.Apply();
        var before = county.Rows().Count;
        Assert.False(county.Cases.Do(id, Township, NoticeCounty.Day).Ok);
        using var second = OpenStore.Existing(county.Address).Value;
        _ = CaseRecord.Read(second, Pack, CountyNo, id);
        Assert.True(county.Cases.Do(id, Cadre, NoticeCounty.Day).Ok);
        var after = county.Rows().Count;
        Assert.True(after > before);
        Assert.Equal(
            "TH1136",
            county
                .Cases.Send(id, new DeclareInterest(Guid.CreateVersion7()), Township, NoticeCounty.Day, second)
                .Problems[0]
                .Code
        );
        Assert.Equal(after, county.Rows().Count);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Nothing_that_is_written_of_a_person_comes_into_the_queue_or_a_message(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        foreach (var office in new[] { NoticeOffice.Village, NoticeOffice.County })
            county.Office(office, office == NoticeOffice.Village ? Village : 0);
        var everything = string.Join('，', Planted);
        var id = county.Apply(said: everything);
        Guid Send(CaseCommand command, CaseActor actor, int day)
        {
            Assert.True(county.Cases.Send(id, command, actor, NoticeCounty.Day.AddDays(day), text: everything).Ok);
            return id;
        }
        Guid Step(CaseActor actor, int day, string? result = null)
        {
            var step = county.Cases.Read(id).State.Current!;
            return Send(
                new DoStep(
                    Guid.CreateVersion7(),
                    step.Id,
                    result,
                    [.. step.Evidence.Select(e => e.Id)],
                    step.Meeting is null ? null : new MeetingCount(30, 20, 0, 20, 0, 0),
                    true
                ),
                actor,
                day
            );
        }
        Step(Cadre, 1);
        Step(Cadre, 2);
        Assert.Equal(1, county.Cases.Post("monitoring", "notice", Cadre, NoticeCounty.Day.AddDays(2)).Value);
        var objection = Guid.CreateVersion7();
        Send(new RaiseObjection(objection, objection, "web", true), CaseActor.Nobody, 3);
        Send(new AnswerObjection(Guid.CreateVersion7(), objection, false, true), Township, 4);
        Step(Cadre, 9);
        RunClock.Run(county.Db, Pack, NoticeCounty.Day.AddDays(60), Context(County));
        Step(Township, 60, "confirmed");
        Step(County, 61, "not_monitored");
        county.Now += TimeSpan.FromDays(70);
        var sent = county.Send();
        Assert.True(sent.Messages >= 4, sent.ToString());
        var kinds = county.Rows().Select(r => r.Kind).ToHashSet();
        Assert.Superset(new HashSet<string> { "Received", "TaskWaits", "Overdue", "Delayed", "Decided" }, kinds);
        // The whole queue as it lies in the store, and every message but for where it goes.
        Assert.Empty(Found(county.Rows().Select(r => JsonSerializer.Serialize(r))));
        Assert.Empty(Found(county.Messages().Select(m => m.Title + m.Text)));
        // The twin puts what was said into its words.
        Assert.Equal(Planted[4], Found([$"Your case of {everything[..60]} is decided."])[^1]);
        var decided = county.Messages().Single(m => m.Title == NoticeWords.Title(NoticeKind.Decided).Zh);
        Assert.Contains("申诉", decided.Text, StringComparison.Ordinal);
    }

    /// <summary>Promise 21: both offices over an emergency are told within a minute, at night too.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Both_offices_over_an_emergency_are_told_within_a_minute(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        county.Now = new(2026, 3, 2, 3, 0, 0, TimeSpan.FromHours(8));
        county.Office(NoticeOffice.County, 0, 1);
        county.Office(NoticeOffice.County, 0, 2);
        var cadre = new Viewer(Guid.NewGuid(), "cadre", Roles.Cadre, 1, Village);
        const string Why = "found injured on the road, no phone";
        var acting = Context(Cadre) with { At = county.Now };
        using (var own = new TaihangDb(StoreOptions.For(county.Address), CountyScope.Of(1)))
        using (own.Widen(Widening.Emergency, 2))
        {
            // Refused: nothing opens and nobody is told.
            Assert.False(OpenEmergency.Run(own, cadre, 2, null, false, Why, acting).Ok);
            Assert.Empty(county.Rows());
            Assert.True(OpenEmergency.Run(own, cadre, 2, Guid.NewGuid(), false, Why, acting).Ok);
        }
        Assert.Equal([1, 2], county.Rows().Select(r => r.CountyNo).Order());
        county.Now += TimeSpan.FromSeconds(60);
        Assert.Equal(2, county.Send().Messages);
        Assert.All(county.Messages(), m => Assert.True(m.Urgent && !m.Text.Contains(Why, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void An_emergency_in_the_own_county_is_told_once_and_one_without_an_address_ends_at_a_person(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        var cadre = new Viewer(Guid.NewGuid(), "cadre", Roles.Cadre, 1, Village);
        var acting = Context(Cadre) with { At = county.Now };
        Assert.True(
            OpenEmergency.Run(county.Db, cadre, 1, Guid.NewGuid(), false, "found injured on the road", acting).Ok
        );
        Assert.Equal(1, county.Send().Dead);
        Assert.Equal(1, NoticesCount(county));
    }

    private static long NoticesCount(NoticeCounty county) =>
        Taihang.Modules.Registry.NoticesNow.Of(county.Db, county.Now).Dead;

    private static List<string> Found(IEnumerable<string> texts) =>
        [.. Planted.Where(p => texts.Any(t => t.Contains(p, StringComparison.Ordinal)))];
}
