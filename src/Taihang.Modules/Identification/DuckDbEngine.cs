using System.Data.Common;
using DuckDB.NET.Data;

namespace Taihang.Modules.Identification;

/// <summary>
/// An in-process DuckDB that can read one folder, write one file and reach nothing else: no extension is loaded, no address asked, and
/// the settings cannot be changed back.
/// </summary>
public sealed class DuckDbEngine : IDisposable
{
    public DuckDbEngine(string? readable = null, int? threads = null, string? writable = null)
    {
        Connection = new DuckDBConnection("Data Source=:memory:");
        Connection.Open();
        if (threads is { } count)
            Execute($"SET threads = {count}");
        // Rows keep no order of their own, so nothing may depend on it.
        Execute("SET preserve_insertion_order = false");
        // Who streams an answer waits seldom: the engine works ahead by so much.
        Execute("SET streaming_buffer_size = '8MB'");
        // What does not fit goes to a folder of its own: a nation's households must not need a server's memory.
        spill = Directory.CreateTempSubdirectory("taihang-run-").FullName;
        Execute($"SET temp_directory = {Quote(spill)}");
        Execute($"SET memory_limit = '{MostMemoryMB}MB'");
        if (readable is not null)
            Execute($"SET allowed_directories = [{Quote(Path.GetFullPath(readable).TrimEnd('/') + "/")}]");
        if (writable is not null)
            Execute($"SET allowed_paths = [{Quote(Path.GetFullPath(writable))}]");
        Execute("SET autoinstall_known_extensions = false");
        Execute("SET autoload_known_extensions = false");
        Execute("SET enable_external_access = false");
        Execute("SET lock_configuration = true");
    }

    private const int MostMemoryMB = 1_500;

    private readonly string spill;

    public DuckDBConnection Connection { get; }

    public static string Version => typeof(DuckDBConnection).Assembly.GetName().Version!.ToString();

    public void Execute(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public List<T> Query<T>(string sql, Func<DbDataReader, T> read)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Row by row, without holding the whole answer.</summary>
    public void Stream(string sql, Action<DbDataReader> read)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            read(reader);
    }

    /// <summary>Whole numbers by the thousand; see <see cref="NumberBlock"/>.</summary>
    public void Numbers(string sql, Action<NumberBlock> read)
    {
        if (NumberBlock.Read(Connection.NativeConnection, sql, read))
            return;
        Stream(sql, _ => { });
        throw new InvalidOperationException("The engine stopped once and did not say why.");
    }

    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public void Dispose()
    {
        Connection.Dispose();
        Directory.Delete(spill, recursive: true);
    }
}
