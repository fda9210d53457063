namespace Taihang.Tests;

/// <summary>How far a long proof goes: <c>./dev prove --ci</c> on every submission, <c>./dev prove --night</c> by hand.</summary>
public static class LongProof
{
    public static int Times(int ci, int night) =>
        Environment.GetEnvironmentVariable("TAIHANG_PROVE") == "night" ? night : ci;
}
