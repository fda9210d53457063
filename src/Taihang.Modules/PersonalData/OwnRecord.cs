using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Methods.Read;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.PersonalData;

/// <summary>By which pack and tree a record is read, and on which day.</summary>
public sealed record OwnSetting(Pack Pack, RegionTree Tree, DateOnly Today);

/// <summary>A recorded value about the person, or about the household while they belonged to it.</summary>
/// <param name="RecordedBy">Role and office; nobody's name.</param>
/// <param name="Now">The newest value of its attribute; an older one was replaced by it.</param>
public sealed record OwnFact(
    string Attribute,
    Words Title,
    Words Value,
    DateOnly ObservedOn,
    Words Source,
    Words RecordedBy,
    DateTimeOffset RecordedAt,
    IReadOnlyList<Words> Purposes,
    bool Now
);

/// <summary>What a run answered about the household while the person belonged to it.</summary>
public sealed record OwnDecision(Words Rule, DateOnly AsOf, Words Outcome, Words? Reason);

/// <summary>A case about the household, from its opening to its outcome.</summary>
public sealed record OwnCase(Words Procedure, DateOnly OpenedOn, Words? Step, Words? Outcome, DateOnly? EndedOn);

/// <summary>A notice on which the household stood.</summary>
public sealed record OwnNotice(Words Procedure, string Place, DateOnly PostedOn, DateOnly? TakenDownOn);

/// <summary>A change of the household's record that somebody asked for.</summary>
public sealed record OwnChange(Words Kind, DateOnly RequestedOn, Words Standing);

/// <summary>A file that was attached to the household or to a case about it while the person belonged to it.</summary>
/// <param name="Title">As the office wrote it, without the names of other members.</param>
/// <param name="ShownOn">Day of what it shows.</param>
public sealed record OwnFile(string Title, Words Purpose, DateOnly ShownOn, DateOnly AddedOn, bool Withdrawn);

/// <summary>What the person of a case was told outside the pages, or is still to be told.</summary>
/// <param name="Day">On which it was told, or else queued.</param>
public sealed record OwnTold(Words What, Words Channel, Words Standing, DateOnly Day);

/// <summary>A look at the record.</summary>
/// <param name="Who">Role and office; nobody's name.</param>
/// <param name="What">Page or document, as the log has it.</param>
/// <param name="Purpose">See Core.Access.ReadPurpose.</param>
public sealed record OwnLook(DateTimeOffset At, Words Who, string What, string Purpose);

/// <summary>How long the person's data is kept after one kind of ending.</summary>
/// <param name="Years">Null where the county has set nothing.</param>
/// <param name="Document">On which it is set.</param>
public sealed record OwnRetention(string Reason, Fraction? Years, Words? Document);

/// <summary>Everything the record holds about one person, and nothing of another member but what the household shares.</summary>
/// <param name="Household">As the person belonged to it last.</param>
/// <param name="OtherMembers">How many more the household has today; their facts are theirs.</param>
/// <param name="Numbers">ID number, phone and account: whole only where they were asked for so, else masked; null where none is on record.</param>
public sealed record OwnRecord(
    int CountyNo,
    Person Person,
    Household Household,
    IReadOnlyList<RegionPlace> Place,
    DateOnly MadeOn,
    int OtherMembers,
    OwnNumbers? Numbers,
    IReadOnlyList<OwnFact> Facts,
    IReadOnlyList<OwnFact> HouseholdFacts,
    IReadOnlyList<OwnDecision> Decisions,
    IReadOnlyList<OwnCase> Cases,
    IReadOnlyList<OwnNotice> Notices,
    IReadOnlyList<OwnTold> Told,
    IReadOnlyList<OwnFile> Files,
    IReadOnlyList<OwnChange> Changes,
    IReadOnlyList<OwnLook> Looks,
    IReadOnlyList<OwnRequest> Requests,
    IReadOnlyList<OwnRetention> Retention,
    int? AnswerDays
);

/// <summary>The three sealed numbers, each whole or masked as a whole set.</summary>
public sealed record OwnNumbers(string? IdNumber, string? Phone, string? BankAccount, bool Whole);
