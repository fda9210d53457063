namespace Taihang.Core.Dispatch.Teams;

/// <summary>
/// A linear problem over columns that are 0 or 1, as it is handed to an engine: most is best, each row's sum stands between its bounds. The
/// terms of row <c>i</c> stand at <c>Start[i] .. Start[i + 1] - 1</c>.
/// </summary>
public sealed record MixedProblem(
    long[] Objective,
    int[] Start,
    int[] Column,
    int[] Coefficient,
    int[] Low,
    int[] High
);

/// <param name="Ones">The columns that are 1; null when the engine found nothing.</param>
/// <param name="Proved">Whether the engine says that it is the best; nobody takes its word.</param>
public sealed record MixedAnswer(int[]? Ones, bool Proved, string Engine);
