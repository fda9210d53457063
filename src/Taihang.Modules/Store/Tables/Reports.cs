namespace Taihang.Modules.Store.Tables;

/// <summary>What the columns of one form ask for, as somebody confirmed it; by the form's headings, for the whole county.</summary>
public sealed class FormMapping
{
    public int CountyNo { get; set; }

    /// <summary>SHA-256 of the headings, hex, cut to 32.</summary>
    public required string HeaderHash { get; set; }

    public required string Title { get; set; }

    /// <summary><c>households</c> or <c>members</c>: what a row stands for.</summary>
    public required string Rows { get; set; }

    /// <summary>JSON object, column number to field id; a column that is not in it is not known in Taihang.</summary>
    public required string Columns { get; set; }

    public Guid ActId { get; set; }
}

/// <summary>A form that somebody above asked for, with how much of it was known; the burden ledger counts these.</summary>
public sealed class AskedForm
{
    public int CountyNo { get; set; }

    public Guid AskedFormId { get; set; }

    /// <summary>The place it was filled for.</summary>
    public int RegionNo { get; set; }

    public DateOnly AskedOn { get; set; }

    public required string HeaderHash { get; set; }

    /// <summary>SHA-256 of the file as it came, hex.</summary>
    public required string ContentHash { get; set; }

    public required string Title { get; set; }

    /// <summary>Who asked; blank for not stated.</summary>
    public required string AskedBy { get; set; }

    /// <summary>Number of the document that asks; blank for not stated.</summary>
    public required string Document { get; set; }

    /// <summary>The legal basis that it names; blank for not stated.</summary>
    public required string LegalBasis { get; set; }

    public int Columns { get; set; }

    public int ColumnsKnown { get; set; }

    public int Rows { get; set; }

    /// <summary>Written by the program, not by hand.</summary>
    public int CellsFilled { get; set; }

    /// <summary>Already in the sheet and the same as on record.</summary>
    public int CellsStated { get; set; }

    /// <summary>Of these, facts that somebody had typed although they were on record: asked twice.</summary>
    public int CellsTypedAgain { get; set; }

    /// <summary>Asked, and recorded of nobody in that row.</summary>
    public int CellsMissing { get; set; }

    /// <summary>In columns that Taihang does not know.</summary>
    public int CellsByHand { get; set; }

    public int Differences { get; set; }

    public Guid ActId { get; set; }
}

/// <summary>A list that somebody asks for again and again: which rows and columns, never who is in it.</summary>
public sealed class SavedList
{
    public int CountyNo { get; set; }

    public Guid ListId { get; set; }

    /// <summary>Who made it.</summary>
    public Guid AccountId { get; set; }

    public required string Name { get; set; }

    /// <summary>Whether everybody who works with households of the county may open it, each for their own area.</summary>
    public bool Shared { get; set; }

    /// <summary>A <see cref="Core.Reports.ListRule"/> as JSON.</summary>
    public required string Rule { get; set; }

    /// <summary>By which it was last saved.</summary>
    public Guid ActId { get; set; }

    public int Version { get; set; }
}
