namespace Taihang.Core.Quality;

/// <summary>
/// How rare something must be, and how large, before anybody is asked about it. These numbers are the program's own (docs/quality.md gives
/// the rates measured with them); lines, ages and who may do what come from the pack and the record.
/// </summary>
/// <param name="FalseShare">Greatest expected share of questions of one kind that chance alone would ask (Benjamini and Hochberg 1995).</param>
/// <param name="Near">How far from a line counts as just under or just over it, as a share of the line.</param>
/// <param name="Around">How far from a line the values are read for what would be expected at it.</param>
/// <param name="LeastNear">Values near the line under which a group is not looked at.</param>
/// <param name="LeastExcess">Values, households or entries beyond what was expected under which nobody is asked.</param>
/// <param name="LeastRatio">Times what was expected, likewise.</param>
/// <param name="PlacesDiffer">Standard deviation of the log odds by which honest places differ.</param>
/// <param name="CopiesByChance">How many pairs as alike the whole county would have by chance, at most.</param>
/// <param name="NearlyAll">Share of the values of a near copy that agree.</param>
/// <param name="LeastCopies">Households, or cases, in a group of copies.</param>
/// <param name="TextAlike">Share of the pairs of characters that near copies of a text have in common.</param>
/// <param name="LeastText">Characters under which a text is a formula.</param>
/// <param name="UsualWeeks">Weeks before an event that say what is usual.</param>
/// <param name="LeastWeeks">Weeks of entries under which nothing is usual yet.</param>
/// <param name="BurstDays">Days before an event that are looked at.</param>
/// <param name="LateDays">Days after which an entry is late.</param>
/// <param name="OfficeLeast">Of its own proposals that an office judged.</param>
public sealed record QualityRules(
    double FalseShare = 0.01,
    double Near = 0.05,
    double Around = 0.5,
    int LeastNear = 8,
    int LeastExcess = 5,
    double LeastRatio = 1.2,
    double PlacesDiffer = 0.1,
    double CopiesByChance = 0.001,
    double NearlyAll = 0.8,
    int LeastCopies = 3,
    double TextAlike = 0.8,
    int LeastText = 16,
    int UsualWeeks = 26,
    int LeastWeeks = 8,
    int BurstDays = 7,
    int LateDays = 60,
    int OfficeLeast = 5
)
{
    public static QualityRules Usual { get; } = new();
}
