using Microsoft.EntityFrameworkCore.Migrations;

namespace Taihang.Migrations.Postgres;

/// <summary>
/// Holds a table's rows to the session's counties, whoever asks and however: also the owner of the table, and also raw SQL. Every table of
/// the record gets this in the migration that makes it. What the policies read is told to each session by the store; where nothing was
/// told nothing is seen. Each setting stands in a subquery, so that it is read once for a query and not once for a row; a query's own
/// conditions on keys use the indexes as before.
/// </summary>
internal static class RowPolicies
{
    private const string Setting = "current_setting('taihang.counties', true)";

    /// <param name="alsoSeenBy">A second column with a county, whose offices see the row and do not write it.</param>
    public static void HoldToCounties(this MigrationBuilder migration, string table, string? alsoSeenBy = null)
    {
        var held = Held("county_no");
        migration.Sql(
            $"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY area ON {table} USING ({held}) WITH CHECK ({held});
            """
        );
        // A policy of its own for reading: what the first one lets be changed or taken away stays the first county's.
        if (alsoSeenBy is not null)
            migration.Sql($"CREATE POLICY seen ON {table} FOR SELECT USING ({Held(alsoSeenBy)});");
    }

    public static void LetGo(this MigrationBuilder migration, string table) =>
        migration.Sql(
            $"""
            DROP POLICY area ON {table};
            DROP POLICY IF EXISTS seen ON {table};
            ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
            """
        );

    private static string Held(string column) =>
        $"(SELECT {Setting} = 'all') OR {column} = ANY ((SELECT CASE {Setting} WHEN 'all' THEN NULL WHEN '' THEN NULL ELSE {Setting}::int[] END)::int[])";
}
