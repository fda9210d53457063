using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Procedures;

namespace Taihang.Methods.Read;

/// <summary>Reads <c>procedures/*.yaml</c> and <c>calendars/*.yaml</c> of a pack. Every number must say where it comes from.</summary>
internal sealed class ProcedureReader(SourceList sources, Dictionary dictionary)
{
    private static readonly Dictionary<string, CaseAbout> Abouts = new()
    {
        ["household"] = CaseAbout.Household,
        ["person"] = CaseAbout.Person,
        ["village"] = CaseAbout.Village,
        ["plan"] = CaseAbout.Plan,
    };

    private static readonly Dictionary<string, StepKind> Kinds = Enum.GetValues<StepKind>()
        .ToDictionary(k => k.ToString().ToLowerInvariant());

    private static readonly Dictionary<string, DayKind> DayKinds = new()
    {
        ["calendar"] = DayKind.Calendar,
        ["working"] = DayKind.Working,
        ["months"] = DayKind.Months,
    };

    private static readonly Dictionary<string, DayOfWeek> Days = Enum.GetValues<DayOfWeek>()
        .ToDictionary(d => d.ToString().ToLowerInvariant());

    public static WorkCalendar Calendar(YamlReader file)
    {
        file.Only("id", "title", "rest", "off", "worked", "source", "grade");
        file.Must("title").Words();
        file.Must("source").Text();
        PackReader.Grade(file);
        return new WorkCalendar(
            file.Must("id").Id(),
            [.. file.Must("rest").Items().Select(day => day.OneOf(Days))],
            [.. file.ItemsOrNone("off").Select(day => day.Date())],
            [.. file.ItemsOrNone("worked").Select(day => day.Date())]
        );
    }

    public Procedure Read(YamlReader file, IReadOnlyList<WorkCalendar> calendars)
    {
        file.Only(
            "id",
            "title",
            "about",
            "valid",
            "published",
            "basis",
            "calendar",
            "overall",
            "recusal",
            "parties",
            "steps",
            "outcomes"
        );
        var valid = file.Must("valid").Only("from", "to");
        var (from, to) = (valid.Must("from").Date(), valid.Child("to")?.Date());
        if (to < from)
            file.Report(PackProblems.Backward(valid.Place));
        var calendar = WorkCalendar.Plain;
        if (file.Child("calendar") is { } named)
            calendar =
                calendars.FirstOrDefault(c => c.Id == named.Text())
                ?? Unknown(named, calendars.Select(c => c.Id), WorkCalendar.Plain);
        var procedure = new Procedure(
            file.Must("id").Id(),
            file.Must("title").Words(),
            Told(file.Must("basis")),
            from,
            to,
            file.Child("published")?.Date(),
            file.Must("about").OneOf(Abouts),
            [.. file.Must("parties").Items().Select(Party)],
            [.. file.Must("steps").Items().Select(Step)],
            [.. file.Must("outcomes").Items().Select(ReadOutcome)],
            Limit(file.Child("overall"), "escalate"),
            file.Child("overall")?.TextOrNull("escalate"),
            [.. file.Must("recusal").Items().Select(Told)],
            calendar
        );
        ProcedureCheck.Run(file, procedure);
        return procedure;
    }

    private static T Unknown<T>(YamlReader at, IEnumerable<string> known, T standIn)
    {
        at.Report(PackProblems.UnknownName(at.Place, at.Text(), Nearest.To(at.Text(), known)));
        return standIn;
    }

    private static CaseParty Party(YamlReader item)
    {
        item.Only("id", "title", "roles", "public");
        return new CaseParty(
            item.Must("id").Id(),
            item.Must("title").Words(),
            [.. item.ItemsOrNone("roles").Select(r => r.Text())],
            item.Child("public")?.Truth() ?? false
        );
    }

    private ProcedureStep Step(YamlReader item)
    {
        item.Only(
            "id",
            "kind",
            "title",
            "level",
            "who",
            "within",
            "escalate",
            "lapse",
            "meeting",
            "notice",
            "sample",
            "objections",
            "evidence",
            "then",
            "why"
        );
        var kind = item.Must("kind").OneOf(Kinds);
        return new ProcedureStep(
            item.Must("id").Id(),
            kind,
            item.Must("title").Words(),
            item.Must("level").Text(),
            [.. item.Must("who").Items().Select(w => w.Text())],
            Limit(item.Child("within")),
            item.TextOrNull("escalate"),
            item.TextOrNull("lapse"),
            Only(item, "meeting", kind == StepKind.Meeting) is { } meeting ? Meeting(meeting) : null,
            Only(item, "notice", kind == StepKind.Notice) is { } notice ? Notice(notice) : null,
            item.Child("sample") is { } sample ? Sample(sample) : null,
            item.Child("objections") is { } objections ? Objections(objections) : null,
            [
                .. item.ItemsOrNone("evidence")
                    .Select(e => new EvidenceKind(e.Only("id", "title").Must("id").Id(), e.Must("title").Words())),
            ],
            item.Must("then")
                .Entries()
                .ToImmutableSortedDictionary(e => e.Key, e => e.Value.Text(), StringComparer.Ordinal),
            Told(item.Must("why"))
        );
    }

    /// <summary>A part that a step of this kind must have, and no other may.</summary>
    private static YamlReader? Only(YamlReader item, string key, bool must)
    {
        if (must)
            return item.Must(key);
        if (item.Child(key) is { } extra)
            item.Report(PackProblems.UnknownName(extra.Place, key, null));
        return null;
    }

    private MeetingRule Meeting(YamlReader item)
    {
        item.Only("body", "quorum", "approval");
        var approval = item.Must("approval");
        var strict = approval.Has("more_than");
        var share = Number(approval, strict ? "more_than" : "at_least");
        InRange(approval, strict ? share.Value < Fraction.One : share.Value <= Fraction.One, Share);
        return new MeetingRule(item.Must("body").Words(), ShareOf(item.Must("quorum")), share, strict);
    }

    private NoticeRule Notice(YamlReader item)
    {
        item.Only("where", "days");
        return new NoticeRule(WholeDays(item.Must("days"), "value"), item.Must("where").Words());
    }

    private SampleRule Sample(YamlReader item)
    {
        item.Only("share", "most_wrong");
        var most = item.Child("most_wrong") is { } wrong ? Number(wrong, "value") : null;
        InRange(item, most is null || (most.Value >= Fraction.Zero && most.Value < Fraction.One), Share);
        return new SampleRule(ShareOf(item.Must("share")), most);
    }

    private ObjectionRule Objections(YamlReader item)
    {
        item.Only("answered_by", "within", "escalate", "upheld");
        return new ObjectionRule(
            [.. item.Must("answered_by").Items().Select(a => a.Text())],
            Limit(item.Must("within"))!,
            item.TextOrNull("escalate"),
            item.Must("upheld").Text()
        );
    }

    private ProcedureOutcome ReadOutcome(YamlReader item)
    {
        item.Only("id", "title", "adverse", "appeal", "observe");
        var observe = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (id, at, value) in item.Child("observe")?.Entries() ?? [])
            if (dictionary.Find(Level.Household, id) is { Type: FactType.Truth })
                observe[id] = value.Truth() ? "true" : "false";
            else
                item.Report(
                    PackProblems.UnknownName(
                        at,
                        id,
                        Nearest.To(
                            id,
                            dictionary.Attributes.Where(a => !a.OfMember && a.Type == FactType.Truth).Select(a => a.Id)
                        )
                    )
                );
        return new ProcedureOutcome(
            item.Must("id").Id(),
            item.Must("title").Words(),
            item.Must("adverse").Truth(),
            item.Child("appeal") is { } appeal
                ? new AppealRule(
                    Limit(appeal.Only("within", "heard_at").Must("within"))!,
                    appeal.Must("heard_at").Text()
                )
                : null,
            observe.ToImmutable()
        );
    }

    private TimeLimit? Limit(YamlReader? item, params ReadOnlySpan<string> more)
    {
        if (item is null)
            return null;
        var days = WholeDays(item, "days", ["kind", .. more]);
        return new TimeLimit(days, item.Child("kind")?.OneOf(DayKinds) ?? DayKind.Calendar);
    }

    private RuleNumber WholeDays(YamlReader item, string key, params ReadOnlySpan<string> more)
    {
        var number = Number(item, key, more);
        InRange(
            item,
            number.Value.Denominator.IsOne && number.Value >= Fraction.One && number.Value <= 3660,
            new("1 到 3660 的整数", "a whole number from 1 to 3660")
        );
        return number;
    }

    private RuleNumber ShareOf(YamlReader item)
    {
        var number = Number(item, "value");
        InRange(item, number.Value > Fraction.Zero && number.Value <= Fraction.One, Share);
        return number;
    }

    private static readonly Words Share = new("大于 0、不超过 1 的份额", "a share above 0 and at most 1");

    private static void InRange(YamlReader item, bool fine, Words range)
    {
        if (!fine)
            item.Report(ProcedureProblems.OutOfRange(item.Place, range));
    }

    private RuleNumber Number(YamlReader item, string key, params ReadOnlySpan<string> more)
    {
        item.Only([key, "source", "grade", "setting", .. more]);
        var (source, grade) = Cited(item);
        return new RuleNumber(item.Must(key).Fraction(), source, grade, item.Child("setting")?.Id());
    }

    private ToldRule Told(YamlReader item)
    {
        item.Only("zh", "en", "source", "grade");
        var (source, grade) = Cited(item);
        return new ToldRule(new Words(item.Must("zh").Text(), item.Must("en").Text()), source, grade);
    }

    /// <summary>"own" is Taihang's own choice where no rule was found; everything else stands in the list of sources.</summary>
    private (string Source, string Grade) Cited(YamlReader item)
    {
        var source = item.Must("source");
        if (source.Text() != "own")
            sources.Titles(source);
        var grade = PackReader.Grade(item);
        if (source.Text() == "own" != (grade == "own"))
            item.Report(
                PackProblems.WrongForm(
                    source.Place,
                    new("source: own 与 grade: own 一起", "own as source and grade together, or neither")
                )
            );
        return (source.Text(), grade);
    }
}
