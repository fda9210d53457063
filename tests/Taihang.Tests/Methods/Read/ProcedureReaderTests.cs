using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Methods.Read;
using Taihang.Tests.Core.Procedures;
using Xunit;

namespace Taihang.Tests.Methods.Read;

public sealed class ProcedureReaderTests
{
    private const string File = "procedures/identification.yaml";
    private static readonly Dictionary<string, string> Files = Texts("cn");

    [Fact]
    public void The_packs_carry_every_number_with_its_source_and_grade()
    {
        foreach (var procedure in Pretend.Pack.Procedures.Append(Pretend.Revision))
        {
            Assert.All(procedure.Settable, n => Assert.NotEmpty(n.Source));
            Assert.All(procedure.Steps, s => Assert.NotEmpty(s.Why.Grade));
            // What rests on no text is never passed off as one.
            Assert.All(procedure.Settable.Where(n => n.Grade == "own"), n => Assert.Equal("own", n.Source));
        }
        var steps = Pretend.Identification;
        Assert.Equal((5, "S5", "C"), Of(steps.Step("notice1")!.Notice!.Days));
        Assert.Equal((5, "S5", "C"), Of(steps.Step("notice2")!.Notice!.Days));
        Assert.Equal(new Fraction(1, 5), steps.Step("township_check")!.Sample!.Share.Value);
        Assert.Equal(new Fraction(1, 10), steps.Step("county_check")!.Sample!.Share.Value);
        Assert.Equal(new Fraction(2, 3), steps.Step("appraisal")!.Meeting!.Quorum.Value);
        Assert.Equal((15, "S91", "A/B"), Of(Pretend.Monitoring.Overall!.Days));
        Assert.Single(Pretend.Monitoring.Steps, s => s.Kind == StepKind.Notice);

        static (int, string, string) Of(RuleNumber number) => (number.Whole, number.Source, number.Grade);
    }

    [Theory]
    [InlineData("then: {received: appraisal}", "then: {received: appraisl}", "TH0301")]
    [InlineData("then: {received: appraisal}", "then: {recieved: appraisal}", "TH0375")]
    [InlineData("then: {received: appraisal}", "then: {received: verify}", "TH0370")]
    [InlineData("kind: announce", "kind: anounce", "TH0301")]
    [InlineData("kind: visit", "kind: intake", "TH0376")]
    [InlineData(
        "then: {confirmed: announce, not_confirmed: refused_county}",
        "then: {confirmed: compare, not_confirmed: compare}",
        "TH0370"
    )]
    [InlineData("then: {done: identified}", "then: {done: announce}", "TH0371")]
    [InlineData("roles: [nation]}", "roles: [natoin]}", "TH0372")]
    [InlineData("who: [above]", "who: [applicant]", "TH0372")]
    [InlineData("who: [above]", "who: []", "TH0372")]
    [InlineData("answered_by: [township]", "answered_by: [village]", "TH0373")]
    [InlineData("    who: [county]\n    within: {days: 10,", "    who: [village]\n    within: {days: 10,", "TH0373")]
    [InlineData("heard_at: appeal_above", "heard_at: appeal_county", "TH0374")]
    [InlineData("heard_at: appeal_above", "heard_at: county_check", "TH0381")]
    [InlineData("then: {clear: notice2, hits: hit_check}", "then: {clear: notice2, hits: refused_township}", "TH0380")]
    [InlineData(
        "then: {approved: verify, rejected: not_listed}",
        "then: {approved: township_check, rejected: not_listed}",
        "TH0377"
    )]
    [InlineData("then: {done: notice1}", "then: {done: refused_county}", "TH0379")]
    [InlineData("adverse: false, observe", "adverse: true, observe", "TH0378")]
    [InlineData("value: 2/3,", "value: 4/3,", "TH0382")]
    [InlineData("days: 20, kind: working", "days: 0, kind: working", "TH0382")]
    [InlineData(
        "value: 5, source: S5, grade: C, setting: notice1_days",
        "value: 5, grade: C, setting: notice1_days",
        "TH0302"
    )]
    [InlineData("value: 5, source: S5, grade: C, setting: notice1_days", "value: 5, source: S555, grade: C", "TH0301")]
    [InlineData("value: 5, source: S5, grade: C, setting: notice1_days", "value: 5, source: own, grade: C", "TH0303")]
    [InlineData("observe: {registered_poor: true}", "observe: {registered_por: true}", "TH0301")]
    [InlineData("about: household", "about: plan", "TH0384")]
    [InlineData("calendar: cn", "calendar: nc", "TH0301")]
    [InlineData("    escalate: township\n    meeting", "    escalate: townshp\n    meeting", "TH0301")]
    public void A_procedure_that_cannot_be_followed_does_not_load(string right, string wrong, string code)
    {
        Assert.Contains(right, Files[File], StringComparison.Ordinal);
        var read = Read(Files[File].Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(read.Problems, p => p.Code == code && p.Where is { File: File, Row: > 0, Column: > 0 });
    }

    [Fact]
    public void A_misspelt_step_is_told_once_with_the_nearest_right_one()
    {
        var read = Read(Files[File].Replace("{received: appraisal}", "{received: appraisl}", StringComparison.Ordinal));
        var found = Assert.Single(read.Problems, p => p.Where!.File == File);
        Assert.Contains("\"appraisal\"", found.In(Language.English), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("due: 2016-03-21, clock: on_time}", "due: 2016-03-20, clock: on_time}", "TH0383")]
    [InlineData("by: cadre, do: notice1, refused: TH1115}", "by: cadre, do: notice1}", "TH0383")]
    [InlineData(
        "outcome: identified, clock: ended, missed: []",
        "outcome: identified, clock: ended, missed: [verify]",
        "TH0383"
    )]
    public void A_script_that_sees_otherwise_than_it_says_is_found(string right, string wrong, string code)
    {
        const string Cases = "procedures/cases/identification.yaml";
        Assert.Contains(right, Files[Cases], StringComparison.Ordinal);
        var changed = new Dictionary<string, string>(Files)
        {
            [Cases] = Files[Cases].Replace(right, wrong, StringComparison.Ordinal),
        };
        var pack = PackReader.Read(changed);
        Assert.True(pack.Ok, string.Join('\n', pack.Problems));
        var problems = pack.Value.ProcedureScripts.SelectMany(c =>
            ProcedureCases.Run(pack.Value.Procedure(c.Procedure)!, c)
        );
        Assert.Contains(problems, p => p.Code == code && p.Where!.Row > 0);
    }

    [Fact]
    public void An_area_may_tighten_a_national_number_and_set_a_countys_example_either_way()
    {
        var monitoring = Pretend.Monitoring;
        Assert.Equal(7, Set(monitoring, "monitor_notice_days", 7).Value.Step("notice")!.Notice!.Days.Whole);
        Assert.Equal("TH1135", Set(monitoring, "monitor_notice_days", 3).Problems[0].Code);
        Assert.Equal(10, Set(monitoring, "monitor_days", 10).Value.Overall!.Days.Whole);
        Assert.Equal("TH1135", Set(monitoring, "monitor_days", 30).Problems[0].Code);
        Assert.Equal(3, Set(Pretend.Identification, "notice1_days", 3).Value.Step("notice1")!.Notice!.Days.Whole);
        Assert.Equal(5, Set(Pretend.Identification, "another", 3).Value.Step("notice1")!.Notice!.Days.Whole);
    }

    private static Outcome<Procedure> Set(Procedure procedure, string name, long value) =>
        ProcedureSettings.Apply(procedure, new Dictionary<string, Fraction> { [name] = value });

    private static Outcome<Pack> Read(string text) =>
        PackReader.Read(new Dictionary<string, string>(Files) { [File] = text });

    private static Dictionary<string, string> Texts(string pack)
    {
        var folder = Path.Combine(Repository.Packs, pack);
        return Directory
            .EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), System.IO.File.ReadAllText);
    }
}
