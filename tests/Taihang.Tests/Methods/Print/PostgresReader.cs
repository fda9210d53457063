using System.Data.Common;
using System.Globalization;
using System.Text;
using Npgsql;
using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Xunit;

namespace Taihang.Tests.Methods.Print;

/// <summary>A PostgreSQL server that lays a handful of units and reads a printed query; started when the first test asks.</summary>
public sealed class PostgresReader : IDisposable
{
    private PostgresServer? server;
    private NpgsqlConnection? connection;

    public List<T> Run<T>(MethodPlan method, IReadOnlyList<UnitFacts> units, string query, Func<DbDataReader, T> read)
    {
        Open();
        var facts = method.Facts();
        var text = new StringBuilder("DROP TABLE IF EXISTS household, member;\n");
        Make("household", "household_id TEXT", facts.Where(a => !a.OfMember));
        Make("member", "household_id TEXT, member_id TEXT", facts.Where(a => a.OfMember));
        for (var i = 0; i < units.Count; i++)
        {
            Insert("household", [i], facts.Where(a => !a.OfMember), units[i].Household);
            for (var m = 0; m < units[i].Members.Count; m++)
                Insert("member", [i, m], facts.Where(a => a.OfMember), units[i].Members[m]);
        }
#pragma warning disable CA2100 // The text is made here and by the printer under test.
        using (var lay = new NpgsqlCommand(text.ToString(), connection))
            lay.ExecuteNonQuery();
        using var command = new NpgsqlCommand(query, connection);
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;

        void Make(string table, string ids, IEnumerable<AttributeDef> attributes) =>
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"CREATE TEMP TABLE {table} ({ids}{string.Concat(attributes.Select(a => $", \"{a.Id}\" {TypeOf(a)}"))});"
            );

        void Insert(
            string table,
            int[] ids,
            IEnumerable<AttributeDef> attributes,
            IReadOnlyDictionary<string, object> values
        ) =>
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"INSERT INTO {table} VALUES ({string.Join(", ", ids.Select(i => $"'{i}'").Concat(attributes.Select(a => values.TryGetValue(a.Id, out var value) ? Literal(value) : "NULL")))});"
            );
    }

    private static string TypeOf(AttributeDef attribute) =>
        attribute.Type switch
        {
            FactType.Truth => "BOOLEAN",
            FactType.Whole or FactType.Money => "BIGINT",
            FactType.Decimal => $"NUMERIC(24, {attribute.Places})",
            FactType.Date => "DATE",
            FactType.Codes => "TEXT[]",
            _ => "TEXT",
        };

    private static string Literal(object value) =>
        value switch
        {
            bool truth => truth ? "TRUE" : "FALSE",
            Fraction { Denominator.IsOne: true } number => $"{number.Numerator}",
            Fraction number => $"(CAST({number.Numerator} AS NUMERIC) / {number.Denominator})",
            DateOnly day => $"DATE '{day:yyyy-MM-dd}'",
            IEnumerable<string> codes => $"ARRAY[{string.Join(", ", codes.Select(c => $"'{c}'"))}]::TEXT[]",
            _ => $"'{value.ToString()!.Replace("'", "''", StringComparison.Ordinal)}'",
        };

    private void Open()
    {
        if (connection is not null)
            return;
        if (!PostgresServer.Installed && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail("PostgreSQL is not installed here, and CI must read all three ways.");
        Assert.SkipUnless(PostgresServer.Installed, "PostgreSQL is not installed here.");
        server = PostgresServer.Start("-c fsync=off");
        connection = new NpgsqlConnection(server.Address("postgres"));
        connection.Open();
    }

    public void Dispose()
    {
        connection?.Dispose();
        NpgsqlConnection.ClearAllPools();
        server?.Dispose();
    }
}
