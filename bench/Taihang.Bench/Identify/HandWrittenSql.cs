using System.CommandLine;
using DuckDB.NET.Data;
using Taihang.Bench.Harness;

namespace Taihang.Bench.Identify;

/// <summary>The contender that is DuckDB itself: the engine that Taihang uses, in the same version, with SQL written by hand.</summary>
internal static class HandWrittenSql
{
    public static string Script { get; } = Path.Combine(Folders.Root, "bench", "identify", "mpi.sql");

    public static Command Verb()
    {
        var data = new Argument<string>("data");
        var answers = new Argument<string>("out");
        var verb = new Command("identify-duckdb", "The hand-written SQL of the identify bench") { data, answers };
        verb.SetAction(parsed => Run(parsed.GetRequiredValue(data), parsed.GetRequiredValue(answers)));
        return verb;
    }

    public static string EngineVersion()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        return "DuckDB " + connection.ServerVersion;
    }

    private static void Run(string data, string answers)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = File.ReadAllText(Script)
            .Replace("{data}", data, StringComparison.Ordinal)
            .Replace("{out}", answers, StringComparison.Ordinal);
        command.ExecuteNonQuery();
    }
}
