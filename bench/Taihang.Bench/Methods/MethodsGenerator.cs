using System.CommandLine;
using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using Taihang.Bench.Harness;

namespace Taihang.Bench.Methods;

/// <summary>
/// Households and members of any number, by the engine itself: every value is a hash of the household's number, and what people lack comes
/// together through one latent wealth, as it does in life. Parquet for Taihang and SQL; for numpy the same as arrays.
/// </summary>
internal static class MethodsGenerator
{
    public const int Regions = 33;
    public const int Counties = 2_800;

    private const string Macros = """
        CREATE MACRO u(i, s) AS (hash(i, s) % 1000003) / 1000003.0;
        CREATE MACRO h(i, s, n) AS CAST(hash(i, s) % n AS INTEGER);
        CREATE MACRO odds(i, s, level, slope, w) AS u(i, s) < 1 / (1 + exp(slope * w - level));
        """;

    /// <summary>Numbers throughout; a code is its place in the list, -1 what was never recorded.</summary>
    private const string Homes = """
        SELECT i AS household_id, r AS region, h(i, 1, 2800) AS county, r * 60 + h(i, 2, 60) AS psu, 40 + h(i, 3, 120) AS weight,
               zone, n, w,
               CAST(exp(12.9 + 0.6 * w + 0.5 * (u(i, 21) + u(i, 22) - 1)) * n AS BIGINT) AS income,
               CASE WHEN odds(i, 23, -0.6, 1.8, w) THEN 2 ELSE 0 END + h(i, 24, 2) AS fuel,
               CASE WHEN odds(i, 25, -1.3, 1.3, w) THEN 2 ELSE 0 END + h(i, 26, 2) AS sanitation,
               CASE WHEN odds(i, 27, -1.9, 1.2, w) THEN 2 ELSE 0 END + h(i, 28, 2) AS water,
               CASE WHEN h(i, 29, 100) = 0 THEN -1 WHEN odds(i, 30, -2.6, 1.9, w) THEN 0 ELSE 1 END AS electricity,
               CASE WHEN odds(i, 31, -1.2, 1.7, w) THEN 2 ELSE h(i, 32, 2) END AS floor,
               1 + h(i, 33, 4) AS rooms,
               least(8, greatest(0, CAST(3 + 1.5 * w + 2 * (u(i, 34) - 0.5) AS INTEGER))) AS assets,
               CAST(u(i, 35) < 0.2 + 0.1 * w AS INTEGER) AS car
        FROM (SELECT *, (u(i, 10) + u(i, 11) + u(i, 12) + u(i, 13) - 2) * 1.7 + h(r, 5, 100) / 100.0 - 0.5 - 0.4 * zone AS w,
                     1 + [0, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6][1 + h(i, 20, 11)] AS n
              FROM (SELECT i, h(i, 0, 33) AS r, CAST(u(i, 4) < 0.45 AS INTEGER) AS zone FROM range({0}) AS t(i)))
        """;

    private const string People = """
        SELECT household_id, j AS member_id, age,
               CASE WHEN h(k, 46, 200) = 0 THEN -1 WHEN age BETWEEN 6 AND 14 THEN CAST(NOT odds(k, 41, -2.9, 0.9, w) AS INTEGER) ELSE 0 END AS attending,
               greatest(0, least(age - 6, CAST(7 + 2 * w + 6 * (u(k, 42) - 0.5) AS INTEGER))) AS years,
               CAST(odds(k, 43, -3.4, 0.7, w) AS INTEGER) AS undernourished,
               CAST(NOT odds(k, 44, -3.8, 0.5, w) AS INTEGER) AS insured
        FROM (SELECT household_id, w, j, household_id * 16 + j AS k,
                     CASE WHEN j = 1 THEN 22 + h(household_id * 16 + j, 40, 48)
                          WHEN u(household_id * 16 + j, 45) < 0.45 THEN h(household_id * 16 + j, 40, 18)
                          ELSE 18 + h(household_id * 16 + j, 40, 72) END AS age
              FROM (SELECT household_id, w, unnest(range(1, n + 1)) AS j FROM ({0})))
        """;

    public static Command Verb()
    {
        var households = new Option<long>("--households") { DefaultValueFactory = _ => 1_000_000 };
        var arrays = new Option<bool>("--arrays") { Description = "Also as numpy arrays" };
        var verb = new Command("methods-data", "Writes the input of the methods bench") { households, arrays };
        verb.SetAction(parsed => Console.WriteLine(Ensure(parsed.GetValue(households), parsed.GetValue(arrays))));
        return verb;
    }

    /// <summary>The folder with the input of this size, made when it is not there yet.</summary>
    public static string Ensure(long households, bool arrays)
    {
        var folder = Path.Combine(Folders.Work, $"methods-{households}");
        var done = Path.Combine(folder, arrays ? "complete-arrays" : "complete");
        if (File.Exists(done))
            return folder;
        Directory.CreateDirectory(folder);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Execute(connection, Macros);
        var homes = Homes.Replace("{0}", households.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var people = People.Replace("{0}", homes, StringComparison.Ordinal);
        if (!File.Exists(Path.Combine(folder, "complete")))
        {
            static string Code(string column, params string[] codes) =>
                $"['{string.Join("', '", codes)}'][1 + {column}] AS {column}";
            static string Truth(string column) => $"CASE {column} WHEN 1 THEN TRUE WHEN 0 THEN FALSE END AS {column}";
            Copy(
                connection,
                $"""
                SELECT household_id, 'r' || lpad(CAST(region AS VARCHAR), 2, '0') AS region, 'c' || lpad(CAST(county AS VARCHAR), 4, '0') AS county,
                       'p' || psu AS psu, weight, {Code("zone", "urban", "rural")}, income AS income_fen_year,
                       {Code("fuel", "gas", "electricity", "wood", "dung")}, {Code(
                    "sanitation",
                    "flush",
                    "dry",
                    "shared",
                    "none"
                )},
                       {Code("water", "piped", "well", "spring", "river")}, {Truth("electricity")}, {Code(
                    "floor",
                    "tile",
                    "cement",
                    "earth"
                )},
                       rooms, assets, {Truth("car")} FROM ({homes})
                """,
                Path.Combine(folder, "household.parquet")
            );
            Copy(
                connection,
                $"SELECT household_id, member_id, age AS age_years, {Truth("attending")}, years AS schooling_years, {Truth("undernourished")}, {Truth("insured")} FROM ({people})",
                Path.Combine(folder, "member.parquet")
            );
            File.WriteAllText(Path.Combine(folder, "complete"), "");
        }
        if (arrays)
        {
            Arrays(
                connection,
                $"SELECT * EXCLUDE (w, county) FROM ({homes}) ORDER BY household_id",
                Path.Combine(folder, "household")
            );
            Arrays(
                connection,
                $"SELECT * EXCLUDE (member_id) FROM ({people}) ORDER BY household_id",
                Path.Combine(folder, "member")
            );
            File.WriteAllText(done, "");
        }
        return folder;
    }

    /// <summary>The same two tables as CSV files, in a folder of their own.</summary>
    public static string EnsureCsv(string folder)
    {
        var csv = Directory.CreateDirectory(Path.Combine(folder, "csv")).FullName;
        if (File.Exists(Path.Combine(csv, "complete")))
            return csv;
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        foreach (var table in new[] { "household", "member" })
            Execute(
                connection,
                $"COPY (FROM read_parquet('{folder}/{table}.parquet') ORDER BY household_id) TO '{csv}/{table}.csv' (FORMAT csv, HEADER)"
            );
        File.WriteAllText(Path.Combine(csv, "complete"), "");
        return csv;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Copy(DuckDBConnection connection, string sql, string path) =>
        Execute(connection, $"COPY ({sql}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)");

    /// <summary>One file for each column, of the smallest whole number that holds it (NumPy's format 1.0).</summary>
    private static void Arrays(DuckDBConnection connection, string sql, string stem)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        var columns = names.Select(_ => new List<long>()).ToArray();
        while (reader.Read())
            for (var i = 0; i < names.Length; i++)
                columns[i].Add(Convert.ToInt64(reader.GetValue(i), CultureInfo.InvariantCulture));
        for (var i = 0; i < names.Length; i++)
        {
            var (least, most) = (columns[i].Min(), columns[i].Max());
            var size =
                least >= sbyte.MinValue && most <= sbyte.MaxValue ? 1
                : most <= short.MaxValue ? 2
                : most <= int.MaxValue ? 4
                : 8;
            using var file = new BinaryWriter(new BufferedStream(File.Create($"{stem}.{names[i]}.npy"), 1 << 20));
            var head =
                $"{{'descr': '{(size == 1 ? "|" : "<")}i{size}', 'fortran_order': False, 'shape': ({columns[i].Count},), }}";
            head = head.PadRight(((head.Length + 11 + 63) / 64 * 64) - 11) + "\n";
            file.Write([0x93, .. "NUMPY"u8, 1, 0]);
            file.Write((ushort)head.Length);
            file.Write(Encoding.ASCII.GetBytes(head));
            foreach (var value in columns[i])
                switch (size)
                {
                    case 1:
                        file.Write((sbyte)value);
                        break;
                    case 2:
                        file.Write((short)value);
                        break;
                    case 4:
                        file.Write((int)value);
                        break;
                    default:
                        file.Write(value);
                        break;
                }
        }
    }
}
