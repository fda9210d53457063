using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Reports;
using Taihang.Methods.Read;

namespace Taihang.Modules.Reports;

/// <summary>What of a pack's folder forms are filled and printed by.</summary>
public sealed record ReportPack(HeadingRules Headings, ImmutableArray<PrintedForm> Forms)
{
    public static Outcome<ReportPack> Load(string packFolder, Dictionary dictionary)
    {
        var file = Path.Combine(packFolder, HeadingsReader.File);
        if (!File.Exists(file))
            return ReportsProblems.NoRules(packFolder);
        var workbook = Path.Combine(packFolder, RegistrationForm.File);
        var form = File.Exists(workbook) ? RegistrationForm.Read(File.ReadAllText(workbook), dictionary) : default;
        if (File.Exists(workbook) && !form.Ok)
            return Outcome<ReportPack>.Refused(form.Problems);
        var headings = HeadingsReader.Read(
            File.ReadAllText(file),
            dictionary,
            File.Exists(workbook) ? form.Value : null
        );
        if (!headings.Ok)
            return Outcome<ReportPack>.Refused(headings.Problems);
        var folder = Path.Combine(packFolder, PrintedForm.Folder);
        var forms = Directory.Exists(folder)
            ? Directory
                .EnumerateFiles(folder, "*.yaml")
                .Order(StringComparer.Ordinal)
                .Select(f =>
                    PrintedForm.Read(PrintedForm.Folder + Path.GetFileName(f), File.ReadAllText(f), headings.Value)
                )
                .ToList()
            : [];
        var problems = forms.SelectMany(f => f.Problems).ToList();
        return problems.Count > 0
            ? Outcome<ReportPack>.Refused(problems)
            : new ReportPack(headings.Value, [.. forms.Select(f => f.Value)]);
    }

    public Outcome<PrintedForm> Form(string id) =>
        Forms.FirstOrDefault(f => f.Id == id) is { } form
            ? form
            : ReportsProblems.NoSuchForm(id, Nearest.To(id, Forms.Select(f => f.Id)));
}
