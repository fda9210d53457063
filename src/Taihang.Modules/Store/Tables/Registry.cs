namespace Taihang.Modules.Store.Tables;

/// <summary>A village as a subject of facts; its name and place are in the region tree.</summary>
public sealed class Village
{
    public int CountyNo { get; set; }

    /// <summary>The region number of the village.</summary>
    public int VillageNo { get; set; }

    /// <summary>Subject of the village's observations.</summary>
    public Guid SubjectId { get; set; }
}

public sealed class Household
{
    public int CountyNo { get; set; }

    public Guid HouseholdId { get; set; }

    public int VillageNo { get; set; }

    /// <summary>The household's number in the workbook; unique in the county.</summary>
    public required string Number { get; set; }

    public Guid? HeadId { get; set; }

    public DateOnly RegisteredOn { get; set; }

    public DateOnly? ClosedOn { get; set; }

    public int Version { get; set; }
}

public sealed class Person
{
    public int CountyNo { get; set; }

    public Guid PersonId { get; set; }

    public Guid HouseholdId { get; set; }

    public required string Name { get; set; }

    /// <summary>The person's own key, wrapped under the deployment's master key; destroyed when retention ends.</summary>
    public byte[]? WrappedKey { get; set; }

    /// <summary>ID number, phone and account as one sealed document under the person's key.</summary>
    public byte[]? Sealed { get; set; }

    public DateOnly JoinedOn { get; set; }

    /// <summary>First day the person is no longer a member.</summary>
    public DateOnly? LeftOn { get; set; }

    /// <summary>The row under which the same person was known in the household they left.</summary>
    public Guid? PreviousId { get; set; }

    public int Version { get; set; }
}

/// <summary>Finds a person by a sealed value without storing the value: a keyed hash, cut to 16 bytes.</summary>
public sealed class BlindIndex
{
    public required byte[] Index { get; set; }

    /// <summary>1 ID number, 2 phone, 3 account.</summary>
    public int Kind { get; set; }

    public int CountyNo { get; set; }

    public Guid PersonId { get; set; }
}

/// <summary>The only way a fact enters: one row per subject and event, its values in one document, inside an act.</summary>
public sealed class Observation
{
    /// <summary>The event by which a person stops being a member; its document is empty.</summary>
    public const string Leaving = "leaving";

    /// <summary>The event by which a household stops being one; its document is empty.</summary>
    public const string Closing = "closing";

    /// <summary>What was known of a person goes on under their row in another household, with the days on which it was observed.</summary>
    public const string Carried = "carried";

    public int CountyNo { get; set; }

    public Guid ObservationId { get; set; }

    /// <summary>1 household, 2 person, 3 village.</summary>
    public int SubjectKind { get; set; }

    public Guid SubjectId { get; set; }

    /// <summary>What another register had recorded, taken over through a column mapping; the act's file names the mapping.</summary>
    public const string TakenOver = "takeover";

    /// <summary><c>registration</c>, <c>update</c>, <c>takeover</c>, <c>visit</c>, <c>procedure</c>, <c>leaving</c>, <c>closing</c>, <c>carried</c>.</summary>
    public required string Event { get; set; }

    public DateOnly ObservedOn { get; set; }

    public Guid ActId { get; set; }

    /// <summary>
    /// JSON object, attribute id to value, keys sorted: truth as true/false, money and whole numbers as numbers, decimals and
    /// dates and codes as text, code lists as arrays. Never a sealed attribute.
    /// </summary>
    public required string Document { get; set; }
}

/// <summary>A file that was taken in, by content, so that the same file again changes nothing.</summary>
public sealed class ImportedFile
{
    public int CountyNo { get; set; }

    /// <summary>SHA-256 of the file, hex, and the event and day it was imported as.</summary>
    public required string ContentHash { get; set; }

    public DateOnly ObservedOn { get; set; }

    public required string FileName { get; set; }

    public Guid ActId { get; set; }

    /// <summary>By which column mapping it was read; null for the programme's own workbook.</summary>
    public string? MappingHash { get; set; }
}

/// <summary>How the files of another register were read: the mapping as it was when an act was made by it.</summary>
public sealed class ColumnMappingText
{
    public int CountyNo { get; set; }

    /// <summary>SHA-256 of the text, hex.</summary>
    public required string MappingHash { get; set; }

    public required string Name { get; set; }

    /// <summary>The other register's name, Chinese and English.</summary>
    public required string SourceZh { get; set; }

    public required string SourceEn { get; set; }

    /// <summary>The mapping file, letter by letter.</summary>
    public required string Text { get; set; }

    /// <summary>The first act that was made by it.</summary>
    public Guid ActId { get; set; }
}
