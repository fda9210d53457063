using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Modules.Outbound;
using Taihang.Modules.Procedures;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang notices send|list|cancel|again|contact</c>: what is told outside the pages.</summary>
public static class NoticesVerb
{
    private const int Shown = 200;

    private static readonly Option<string> Through = new("--notices")
    {
        Description = "Folder for the messages, or a settings file (.json) · 告知通道",
        Required = true,
    };

    private static readonly Argument<Guid> Id = new("id") { Description = "Notice, as list gives it · 告知编号" };

    private static readonly Option<string> Reason = new("--reason") { Description = "Why · 理由", Required = true };

    private static readonly Option<string?> Standing = new("--standing")
    {
        Description = $"Only {string.Join(", ", NoticeStanding.All)} · 状态",
    };

    private static readonly Option<string> Office = new("--office")
    {
        Description = "village, township or county · 办公室",
        Required = true,
    };

    private static readonly Option<string> Place = new("--place")
    {
        Description = "Code of the village, township or county · 区划代码",
        Required = true,
    };

    private static readonly Option<string> Channel = new("--channel")
    {
        Description = $"{string.Join(", ", NoticeChannel.Carried)} · 通道",
        DefaultValueFactory = _ => NoticeChannel.Sms,
    };

    private static readonly Option<string> To = new("--to")
    {
        Description = "Number or address; kept sealed · 号码或地址",
        Required = true,
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var send = new Command("send", "Send what is due · 发送") { Through };
        send.SetAction((parsed, cancel) => Task.FromResult(Send(parsed, cancel)));
        var list = new Command("list", "The queue · 列出") { OnRegistry.County, Standing };
        list.SetAction(List);
        var cancelled = new Command("cancel", "Cancel one · 撤销") { Id, Reason };
        cancelled.SetAction(parsed => Change(parsed, CancelNotice.Run));
        var again = new Command("again", "Send one again · 重发") { Id, Reason };
        again.SetAction(parsed => Change(parsed, CancelNotice.Again));
        var contact = new Command("contact", "Say how an office is reached · 办公室联系方式")
        {
            Office,
            Place,
            Channel,
            To,
        };
        contact.SetAction(Contact);
        return new Command("notices", "What is told outside the pages · 告知发送")
        {
            send,
            list,
            cancelled,
            again,
            contact,
        };
    }

    private static int Send(ParseResult parsed, CancellationToken cancel)
    {
        var language = Setting.In(parsed);
        var settings = NoticeSettings.Read(parsed.GetRequiredValue(Through));
        var store = OpenStore.Existing(Deployment.Store(parsed));
        var sealing = Sealing.Open(Deployment.KeyFile(parsed));
        if (!settings.Ok || !store.Ok || !sealing.Ok)
            return Screen.Refuse([.. settings.Problems, .. store.Problems, .. sealing.Problems], language);
        using var db = store.Value;
        using var key = sealing.Value;
        var sent = SendNotices.Run(
            db,
            settings.Value,
            notice => NoticeAddresses.Find(db, key, notice),
            () => DateTimeOffset.Now,
            cancel: cancel
        );
        return Screen.Answer(
            parsed,
            sent,
            new Words(
                $"发出 {sent.Messages} 条消息，告知 {sent.Sent} 项；{sent.Again} 项稍后再试，{sent.Letters} 项改为书面，{sent.Dead} 项无法送达，{sent.Superseded} 项已过时。",
                $"{sent.Messages} messages told {sent.Sent} notices; {sent.Again} are tried again later, {sent.Letters} became letters, {sent.Dead} could not be told, {sent.Superseded} were no longer so."
            )
        );
    }

    private static int List(ParseResult parsed) =>
        OnRegistry.Run(
            parsed,
            DateOnly.FromDateTime(DateTime.Today),
            (db, counties) =>
            {
                int? county = parsed.GetValue(OnRegistry.County) is null ? null : counties[0];
                var found = ListNotices.Run(db, county, parsed.GetValue(Standing), 1, Shown);
                string Line(OutboundNotice n, Language language) =>
                    string.Join(
                        '\t',
                        n.NoticeId,
                        At(n.QueuedAtUnixMs),
                        NoticeWords.Title(QueueNotices.KindOf(n)).In(language),
                        NoticeWords.Channel(n.Channel).In(language),
                        NoticeWords.Standing(n.Standing).In(language),
                        NoticeWords.Answer(n.LastAnswer).In(language)
                    );
                return Screen.Answer(
                    parsed,
                    found.Lines.Select(n => new
                    {
                        n.CountyNo,
                        n.NoticeId,
                        n.Kind,
                        n.Office,
                        n.RegionNo,
                        n.CaseId,
                        n.Channel,
                        n.Standing,
                        n.Attempts,
                        n.LastAnswer,
                        Queued = At(n.QueuedAtUnixMs),
                    }),
                    new Words(
                        string.Join(
                            '\n',
                            [
                                .. found.Lines.Select(n => Line(n, Language.Chinese)),
                                $"共 {found.Total} 条{(found.Total > Shown ? $"，列出 {Shown} 条" : "")}。",
                            ]
                        ),
                        string.Join(
                            '\n',
                            [
                                .. found.Lines.Select(n => Line(n, Language.English)),
                                $"{found.Total} in all{(found.Total > Shown ? $", {Shown} shown" : "")}.",
                            ]
                        )
                    )
                );
            }
        );

    private static int Change(
        ParseResult parsed,
        Func<TaihangDb, int, Guid, string, Modules.Access.ActContext, Outcome<OutboundNotice>> change
    )
    {
        var language = Setting.In(parsed);
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        var (id, reason) = (parsed.GetRequiredValue(Id), parsed.GetRequiredValue(Reason));
        if (ListNotices.CountyOf(db, id) is not { } county)
            return Screen.Refuse([OutboundProblems.NoSuchNotice()], language);
        var done = change(db, county, id, reason, Deployment.Acting(reason));
        return done.Ok
            ? Screen.Answer(
                parsed,
                new { done.Value.NoticeId, done.Value.Standing },
                NoticeWords.Standing(done.Value.Standing)
            )
            : Screen.Refuse(done.Problems, language);
    }

    private static int Contact(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        if (!Enum.TryParse<NoticeOffice>(parsed.GetRequiredValue(Office), ignoreCase: true, out var office))
            return Screen.Refuse([OutboundProblems.UnknownOffice(parsed.GetRequiredValue(Office))], language);
        var store = OpenStore.Existing(Deployment.Store(parsed));
        var sealing = Sealing.Open(Deployment.KeyFile(parsed));
        if (!store.Ok || !sealing.Ok)
            return Screen.Refuse([.. store.Problems, .. sealing.Problems], language);
        using var db = store.Value;
        using var key = sealing.Value;
        var place = LoadRegions
            .Tree(db)
            .Resolve(
                parsed.GetRequiredValue(Place),
                DateOnly.FromDateTime(DateTime.Today),
                office.ToString().ToLowerInvariant()
            );
        if (!place.Ok)
            return Screen.Refuse(place.Problems, language);
        var set = NoticeAddresses.OfOffice(
            db,
            key,
            place.Value.CountyNo,
            office,
            office == NoticeOffice.County ? 0 : place.Value.RegionNo,
            parsed.GetRequiredValue(Channel),
            parsed.GetRequiredValue(To),
            language,
            Deployment.Acting("notices contact")
        );
        return set.Ok
            ? Screen.Answer(
                parsed,
                new { set.Value.RecipientId, set.Value.Channel },
                new(
                    $"已设定：{place.Value.Name}，{NoticeWords.Channel(set.Value.Channel).Zh}。",
                    $"Set: {place.Value.Code}, {NoticeWords.Channel(set.Value.Channel).En}."
                )
            )
            : Screen.Refuse(set.Problems, language);
    }

    private static string At(long unixMs) =>
        DateTimeOffset
            .FromUnixTimeMilliseconds(unixMs)
            .UtcDateTime.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
