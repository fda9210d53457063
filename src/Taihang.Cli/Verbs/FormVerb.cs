using System.CommandLine;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Registry;
using Taihang.Core.Reports;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Reports;
using Taihang.Modules.Store;
using Taihang.Web;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang form fill|print|burden</c>: other people's forms filled from the record, forms printed from it, and what forms cost.</summary>
public static class FormVerb
{
    private static readonly Argument<string> Sheet = new("file") { Description = "Sheet, .xlsx or .csv · 要填的表" };
    private static readonly Argument<string> Form = new("form") { Description = "Form of the pack · 表的代号" };
    private static readonly Option<string> Place = new("--place")
    {
        Description = "Code of a village, township or county · 区划代码",
        Required = true,
    };
    private static readonly Option<string?> PlaceOrNone = new("--place")
    {
        Description = "Code of a village, township or county, for a list · 区划代码",
    };
    private static readonly Option<string?> Household = new("--household")
    {
        Description =
            "Household number, for a form of one household; with --place instead, one for each household · 户编号",
    };
    private static readonly Option<string?> Out = new("--out") { Description = "File to write · 输出文件" };
    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "What a column asks for, such as 3=place.members or 4= for not known; may be repeated · 指定某列",
        DefaultValueFactory = _ => [],
    };
    private static readonly Option<RowsOf?> Rows = new("--rows")
    {
        Description = "households or members, where the sheet does not show it · 每行是户还是人",
    };
    private static readonly Option<string> Who = Text("--asked-by", "Who asks for the form · 下达单位");
    private static readonly Option<string> Document = Text("--document", "Number of the document that asks · 文号");
    private static readonly Option<string> Basis = Text("--basis", "Legal basis that it names · 法规依据");
    private static readonly Option<bool> Unsealed = new("--unsealed")
    {
        Description = "With ID numbers, phones and accounts in full; needs --reason and is logged · 含完整号码",
    };
    private static readonly Option<string?> Reason = new("--reason") { Description = "What it is needed for · 理由" };
    private static readonly Option<DateOnly> Day = new("--day")
    {
        Description = "The record as of this day; left out: today · 截至日期",
        DefaultValueFactory = _ => DateOnly.FromDateTime(DateTime.Today),
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var fill = new Command("fill", "Fill a superior's sheet from the record · 填上级发来的表")
        {
            Sheet,
            Place,
            Out,
            Set,
            Rows,
            Who,
            Document,
            Basis,
            Unsealed,
            Reason,
            Day,
        };
        fill.SetAction(p => On(p, p.GetRequiredValue(Place), Fill));
        var print = new Command(
            "print",
            "Print a form from the record as XLSX, PDF or a page, by the name of the file · 打印表"
        )
        {
            Form,
            PlaceOrNone,
            Household,
            Out,
            Unsealed,
            Reason,
            Day,
        };
        print.SetAction(p => On(p, p.GetValue(PlaceOrNone), Print));
        var burden = new Command("burden", "The burden ledger of a place · 减负台账") { Place, Out };
        burden.SetAction(p => On(p, p.GetRequiredValue(Place), Burden));
        return new Command("form", "Forms: one entry for all of them · 一表通") { fill, print, burden };
    }

    /// <summary>What the three share.</summary>
    private sealed record Desk(
        ParseResult Parsed,
        TaihangDb Db,
        RegionTree Tree,
        RegionPlace? Place,
        Pack Pack,
        ReportPack Reports,
        Sealing Sealing,
        Language Language
    )
    {
        public bool Unmask => Parsed.GetValue(Unsealed);

        public DateOnly On => Parsed.GetValue(Day);

        /// <summary>Whoever is named in what is about to be given out was looked at.</summary>
        public void Log(int countyNo, IReadOnlyList<Guid> households, string what) =>
            LogRead.Run(
                Db,
                countyNo,
                new ReadOf(households, Unmask ? ReadPurpose.Unmask : ReadPurpose.Duty, what),
                Deployment.Acting(Parsed.GetValue(Reason) ?? what)
            );
    }

    private static int On(ParseResult parsed, string? code, Func<Desk, int> work)
    {
        var language = Setting.In(parsed);
        var unsealed = parsed.CommandResult.Command.Options.Contains(Unsealed) && parsed.GetValue(Unsealed);
        if (unsealed && string.IsNullOrWhiteSpace(parsed.GetValue(Reason)))
            return Screen.Refuse([ReportsProblems.UnmaskNeedsReason()], language);
        var folder = Deployment.Pack(parsed);
        var pack = PackFolder.LoadFrom(folder);
        if (!pack.Ok)
            return Screen.Refuse(pack.Problems, language);
        var reports = ReportPack.Load(folder, pack.Value.Dictionary);
        if (!reports.Ok)
            return Screen.Refuse(reports.Problems, language);
        var sealing = Sealing.Open(Deployment.KeyFile(parsed));
        if (!sealing.Ok)
            return Screen.Refuse(sealing.Problems, language);
        using var key = sealing.Value;
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        var tree = LoadRegions.Tree(db);
        var place = code is null
            ? null
            : (Outcome<RegionPlace>?)tree.Resolve(code, DateOnly.FromDateTime(DateTime.Today));
        if (place is { Ok: false } unknown)
            return Screen.Refuse(unknown.Problems, language);
        return place is { Value.Level: not ("county" or "township" or "village") } high
            ? Screen.Refuse([ReportsProblems.PlaceTooHigh(high.Value.Name)], language)
            : work(new Desk(parsed, db, tree, place?.Value, pack.Value, reports.Value, key, language));
    }

    private static int Fill(Desk desk)
    {
        var (parsed, place) = (desk.Parsed, desk.Place!);
        var path = parsed.GetRequiredValue(Sheet);
        if (!File.Exists(path))
            return Screen.Refuse([RegistryProblems.NoFile(path)], desk.Language);
        var file = SentForm.Open(path, File.ReadAllBytes(path));
        if (!file.Ok)
            return Screen.Refuse(file.Problems, desk.Language);
        var proposal = ProposeForm.Run(desk.Db, place.CountyNo, file.Value, desk.Reports.Headings);
        if (proposal.Ok && (parsed.GetValue(Set)!.Length > 0 || parsed.GetValue(Rows) is not null))
            proposal = Corrected(desk, proposal.Value, file.Value.Name);
        if (!proposal.Ok)
            return Screen.Refuse(proposal.Problems, desk.Language);
        var filled = FillForm.Run(
            desk.Db,
            file.Value,
            proposal.Value,
            new FillRequest(
                place,
                desk.Tree,
                desk.Pack.Dictionary,
                desk.Reports.Headings,
                desk.Sealing,
                desk.On,
                desk.Unmask
            )
        );
        if (!filled.Ok)
            return Screen.Refuse(filled.Problems, desk.Language);
        desk.Log(place.CountyNo, filled.Value.Households, "form file");
        FillForm.Record(
            desk.Db,
            filled.Value,
            place,
            new AskedBy(
                parsed.GetRequiredValue(Who),
                parsed.GetRequiredValue(Document),
                parsed.GetRequiredValue(Basis)
            ),
            DateOnly.FromDateTime(DateTime.Today),
            Deployment.Acting("form fill")
        );
        var to = parsed.GetValue(Out) ?? Beside(path, ".filled");
        File.WriteAllBytes(to, filled.Value.Bytes);
        return FormText.Filled(parsed, filled.Value, to);
    }

    private static Outcome<FormProposal> Corrected(Desk desk, FormProposal proposal, string file)
    {
        var ids = proposal
            .Columns.Where(c => c.Match is not null)
            .ToDictionary(c => c.Heading.Column, c => c.Match!.Field.Id);
        foreach (var set in desk.Parsed.GetValue(Set)!)
        {
            var (column, field) = set.Split('=', 2) is [var c, var f] && int.TryParse(c, out var n) ? (n, f) : (0, "");
            if (column == 0 || (field.Length > 0 && desk.Reports.Headings.Find(field) is null))
                return CliProblems.Usage($"--set {set}{Near(desk, field).Zh}", $"--set {set}{Near(desk, field).En}");
            ids.Remove(column);
            if (field.Length > 0)
                ids[column] = field;
        }
        return ProposeForm.Correct(
            proposal,
            ids,
            desk.Parsed.GetValue(Rows) ?? proposal.RowsOf,
            desk.Reports.Headings,
            file
        );
    }

    private static Words Near(Desk desk, string field) =>
        Nearest.To(field, desk.Reports.Headings.Fields.Select(f => f.Id)) is { } near
            ? new($"，是否想写 {near}", $"; did you mean {near}")
            : Words.Same("");

    private static int Print(Desk desk)
    {
        var (parsed, db) = (desk.Parsed, desk.Db);
        var form = desk.Reports.Form(parsed.GetRequiredValue(Form));
        if (!form.Ok)
            return Screen.Refuse(form.Problems, desk.Language);
        var number = parsed.GetValue(Household);
        var to = parsed.GetValue(Out) ?? $"{form.Value.Id}.xlsx";
        var paper = Path.GetExtension(to).ToLowerInvariant() is ".pdf" or ".html";
        if (form.Value.OfPlace ? desk.Place is null : number is null && desk.Place is null)
            return Screen.Refuse(
                [CliProblems.Usage($"form print {form.Value.Id} {(form.Value.OfPlace ? "--place" : "--household")} …")],
                desk.Language
            );
        if (!form.Value.OfPlace && number is null && !paper)
            return Screen.Refuse([ReportsProblems.OneSheetEach(form.Value.Id)], desk.Language);
        RecordRows record;
        int county;
        if (number is null)
        {
            county = desk.Place!.CountyNo;
            record = RecordRows.Read(
                db,
                desk.Tree,
                desk.Place,
                desk.Pack.Dictionary,
                desk.Sealing,
                desk.On,
                desk.Unmask
            );
        }
        else
        {
            if (FindHousehold.ByNumber(db, number!, desk.Place?.CountyNo) is not { } found)
                return Screen.Refuse([ReportsProblems.NoSuchHousehold(number!)], desk.Language);
            county = found.CountyNo;
            record = RecordRows.Of(
                db,
                desk.Tree,
                county,
                found.HouseholdId,
                desk.Pack.Dictionary,
                desk.Sealing,
                desk.On,
                desk.Unmask
            )!;
        }
        var households = record.Households.Select(h => h.Household.HouseholdId).ToList();
        desk.Log(county, households, "printed form");
        List<FormPrinted> printed =
        [
            .. (form.Value.OfPlace ? [record] : record.Each()).Select(one =>
                PrintForm.Run(form.Value, one, desk.Reports.Headings, desk.On, desk.Language)
            ),
        ];
        if (printed.Count == 0)
            return Screen.Refuse([ReportsProblems.NobodyToPrint(desk.Place!.NameIn(desk.Language))], desk.Language);
        if (!paper)
            File.WriteAllBytes(to, PrintForm.Xlsx(printed[0]));
        else if (Paper(desk, printed, record, to) is { } problem)
            return Screen.Refuse([problem], desk.Language);
        var missing = printed.Sum(p => p.NotRecorded);
        return Screen.Answer(
            parsed,
            new
            {
                file = to,
                form = form.Value.Id,
                households = households.Count,
                not_recorded = missing,
            },
            new Words(
                $"{to}：{form.Value.Title.Zh}，{households.Count} 户，{missing} 项未登记。",
                $"{to}: {form.Value.Title.En}, {households.Count} households, {missing} facts not recorded."
            )
        );
    }

    /// <summary>As a page, or as what Chromium makes of it.</summary>
    private static Problem? Paper(Desk desk, List<FormPrinted> printed, RecordRows record, string to)
    {
        var place = desk.Place ?? desk.Tree.ByNumber(record.Households[0].Household.VillageNo)!;
        var html = PrintedFormFile.Write(printed, place.NameIn(desk.Language)).GetAwaiter().GetResult();
        if (Path.GetExtension(to).Equals(".pdf", StringComparison.OrdinalIgnoreCase))
            return FormPdf.Write(html, to);
        File.WriteAllText(to, html);
        return null;
    }

    private static int Burden(Desk desk)
    {
        var shown = ReadBurden.Run(desk.Db, desk.Tree, desk.Place!, desk.Pack.Dictionary);
        if (desk.Parsed.GetValue(Out) is { } to)
            File.WriteAllBytes(to, ReadBurden.Csv(shown, desk.Language));
        return FormText.Burden(desk.Parsed, shown);
    }

    private static string Beside(string path, string mark) =>
        Path.Combine(
            Path.GetDirectoryName(Path.GetFullPath(path))!,
            Path.GetFileNameWithoutExtension(path) + mark + Path.GetExtension(path)
        );

    private static Option<string> Text(string name, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => "" };
}
