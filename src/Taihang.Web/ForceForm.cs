using Taihang.Core.Access;
using Taihang.Core.Common;

namespace Taihang.Web;

/// <summary>What was typed to put a trial into force, kept as it was typed.</summary>
public sealed record ForceForm(string From, string Document, IReadOnlyList<FormProblem> Problems)
{
    public const string FromField = "from";
    public const string DocumentField = "document";

    public static ForceForm Empty { get; } = new("", "", []);

    /// <summary>The field a refusal is about; null where it is about the trial as a whole.</summary>
    public static string? FieldOf(Problem problem) =>
        problem.Code == AccessProblems.NoDocument("").Code ? DocumentField
        : problem.Code == AccessProblems.AlreadySet("", "", default, "").Code ? FromField
        : null;
}
