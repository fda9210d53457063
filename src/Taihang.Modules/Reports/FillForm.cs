using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Reports;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Reports;

/// <summary>For whom and as of when a form is filled.</summary>
/// <param name="Place">A county, or a place within one.</param>
/// <param name="Unmask">Sealed values in full; the caller has made sure of the right and writes the reason down.</param>
public sealed record FillRequest(
    RegionPlace Place,
    RegionTree Tree,
    Dictionary Dictionary,
    HeadingRules Rules,
    Sealing Sealing,
    DateOnly Day,
    bool Unmask = false
);

/// <summary>Who asked for the form and on what basis; blank is told as "not stated".</summary>
public sealed record AskedBy(string Who, string Document, string LegalBasis)
{
    public const int MostLetters = 200;
}

/// <summary>A filled copy of a form and all that is to be told of it.</summary>
/// <param name="ContentHash">SHA-256 of the file as it came, hex.</param>
/// <param name="Sealed">Cells whose value is on record but was not shown.</param>
public sealed record FormFilled(
    string FileName,
    string ContentHash,
    FormProposal Proposal,
    ImmutableArray<FormColumnUse> Columns,
    FillPlan Plan,
    byte[] Bytes,
    int Sealed
)
{
    public IEnumerable<ColumnHeading> NotKnown => Columns.Where(c => c.Match is null).Select(c => c.Heading);

    public IReadOnlyList<Guid> Households => [.. Plan.Rows.Select(r => r.Known.HouseholdId).Distinct()];
}

/// <summary>Fills a form from the record: a copy, with what could not be filled and what the sheet says otherwise. Writes nothing.</summary>
public static class FillForm
{
    public static Outcome<FormFilled> Run(TaihangDb db, SentForm file, FormProposal proposal, FillRequest request)
    {
        var columns = ChooseRows.Meant(proposal.Columns, proposal.RowsOf, request.Rules);
        var at = new Place(file.Name, proposal.Table.Sheet.Name, proposal.Table.HeadingBottom);
        if (!columns.Any(c => c.Match is { Field.Id: not FormField.Serial }))
            return ReportsProblems.NothingKnown(at);
        var record = RecordRows.Read(
            db,
            request.Tree,
            request.Place,
            request.Dictionary,
            request.Sealing,
            request.Day,
            request.Unmask
        );
        if (record.Households.Count == 0)
            return ReportsProblems.NobodyHere(request.Place.Name);
        var known = record.Rows(proposal.RowsOf);
        if (known.Count > SentForm.MostRows)
            return ReportsProblems.TooMany(at, SentForm.MostRows, SentForm.MostColumns);
        var plan = DecideFill.Run(
            proposal.Table,
            columns,
            proposal.RowsOf,
            new FillFacts(known, (row, match) => record.Value(row, match, proposal.Language), record.Same, record.Mark)
        );
        var bytes = file.Fill(proposal.Table, plan);
        if (!bytes.Ok)
            return Outcome<FormFilled>.Refused(bytes.Problems);
        var hidden = request.Unmask
            ? 0
            : plan.Cells.Count(c =>
                columns.FirstOrDefault(k => k.Heading.Column == c.At.Column)?.Match is { Field.Sealed: true }
            );
        return new FormFilled(
            file.Name,
            Convert.ToHexStringLower(SHA256.HashData(file.Bytes)),
            proposal,
            columns,
            plan,
            bytes.Value,
            hidden
        );
    }

    /// <summary>
    /// Keeps what the columns ask for, for the next sheet of the form, and what the form asked of whom. The same file for the same place on
    /// the same day is one asking, however often it is filled.
    /// </summary>
    public static AskedForm Record(
        TaihangDb db,
        FormFilled filled,
        RegionPlace place,
        AskedBy asked,
        DateOnly day,
        ActContext context
    )
    {
        var table = filled.Proposal.Table;
        var content = filled.ContentHash;
        var columns = JsonSerializer.Serialize(
            new SortedDictionary<int, string>(
                filled
                    .Proposal.Columns.Where(c => c.Match is not null)
                    .ToDictionary(c => c.Heading.Column, c => c.Match!.Field.Id)
            )
        );
        var rows = filled.Proposal.RowsOf == RowsOf.Members ? ProposeForm.Members : ProposeForm.Households;
        var mapping = db.FormMappings.SingleOrDefault(m =>
            m.CountyNo == place.CountyNo && m.HeaderHash == table.HeaderHash
        );
        var before = db.AskedForms.SingleOrDefault(f =>
            f.CountyNo == place.CountyNo && f.ContentHash == content && f.RegionNo == place.RegionNo && f.AskedOn == day
        );
        var form = before ?? New(filled, place, content, day, context);
        Count(form, filled, asked);
        var mapped = mapping is not null && mapping.Columns == columns && mapping.Rows == rows;
        if (mapped && before is not null && !db.Entry(before).Properties.Any(p => p.IsModified))
            return before;
        var act = RecordAct.Append(
            db,
            place.CountyNo,
            "reports.fill_form",
            context,
            new
            {
                form.AskedFormId,
                place.RegionNo,
                form.HeaderHash,
                form.ContentHash,
                filled_hash = Convert.ToHexStringLower(SHA256.HashData(filled.Bytes)),
                form.Rows,
                form.Columns,
                form.ColumnsKnown,
                form.CellsFilled,
                columns,
            }
        );
        form.ActId = act.ActId;
        if (before is null)
            db.AskedForms.Add(form);
        if (mapping is null)
            db.FormMappings.Add(
                mapping = new FormMapping
                {
                    CountyNo = place.CountyNo,
                    HeaderHash = table.HeaderHash,
                    Title = form.Title,
                    Rows = rows,
                    Columns = columns,
                }
            );
        if (!mapped)
            (mapping.Rows, mapping.Columns, mapping.ActId) = (rows, columns, act.ActId);
        db.SaveChanges();
        return form;
    }

    private static AskedForm New(
        FormFilled filled,
        RegionPlace place,
        string content,
        DateOnly day,
        ActContext context
    ) =>
        new()
        {
            CountyNo = place.CountyNo,
            AskedFormId = Guid.CreateVersion7(context.At),
            RegionNo = place.RegionNo,
            AskedOn = day,
            HeaderHash = filled.Proposal.Table.HeaderHash,
            ContentHash = content,
            Title = Cut(
                filled.Proposal.Table.Title is { Length: > 0 } title
                    ? title
                    : Path.GetFileNameWithoutExtension(filled.FileName)
            ),
            AskedBy = "",
            Document = "",
            LegalBasis = "",
        };

    private static void Count(AskedForm form, FormFilled filled, AskedBy asked)
    {
        var plan = filled.Plan;
        (form.AskedBy, form.Document, form.LegalBasis) = (Cut(asked.Who), Cut(asked.Document), Cut(asked.LegalBasis));
        form.Columns = filled.Columns.Length;
        form.ColumnsKnown = filled.Columns.Count(c => c.Match is not null);
        form.Rows = plan.Rows.Length;
        form.CellsFilled = plan.Cells.Length;
        form.CellsStated = plan.Stated;
        form.CellsTypedAgain = plan.TypedAgain;
        form.CellsMissing = plan.Missing.Length;
        form.CellsByHand = plan.Rows.Length * (form.Columns - form.ColumnsKnown);
        form.Differences = plan.Differences.Length;
    }

    private static string Cut(string text) =>
        text.Trim() is var trimmed && trimmed.Length > AskedBy.MostLetters ? trimmed[..AskedBy.MostLetters] : trimmed;
}
