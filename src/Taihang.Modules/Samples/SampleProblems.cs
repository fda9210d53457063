using Taihang.Core.Common;

namespace Taihang.Modules.Samples;

/// <summary>What can stand in the way of a sample. Codes TH0800 to TH0899.</summary>
public static class SampleProblems
{
    public static Problem NotEmpty(string folder) =>
        new(
            "TH0800",
            new($"目录 {folder} 不是空的。", $"The folder {folder} is not empty."),
            new("请换一个目录，或先清空。", "Choose another, or empty it.")
        );

    public static Problem Rounds(int most) =>
        new(
            "TH0801",
            new("期数不对。", "That number of rounds cannot be made."),
            new($"请给 1 到 {most} 之间的数。", $"Give a number from 1 to {most}.")
        );
}
