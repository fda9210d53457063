using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;

namespace Taihang.Modules.Store;

/// <summary>
/// What of a PostgreSQL deployment would let a forgotten condition through: a role that the row policies do not hold, a table without
/// one, or with one that says something else.
/// On SQLite, whose file nobody but the program opens, there is nothing to check.
/// </summary>
public static class PolicyCheck
{
    public static IReadOnlyList<Problem> Run(TaihangDb db)
    {
        if (db.Database.IsSqlite())
            return [];
        var problems = new List<Problem>();
        var role = db
            .Database.SqlQuery<string>(
                $"SELECT rolname::text AS \"Value\" FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)"
            )
            .ToList();
        if (role is [var above])
            problems.Add(StoreProblems.RoleAbovePolicies(above));
        var held = db
            .Database.SqlQuery<string>(
                $"""
                SELECT c.relname::text AS "Value" FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relrowsecurity AND c.relforcerowsecurity
                GROUP BY c.relname
                HAVING bool_and(
                    p.polname IN ('area', 'seen')
                    AND pg_get_expr(p.polqual, p.polrelid) LIKE '%taihang.counties%county_no = ANY%'
                    AND (p.polname = 'seen' AND p.polcmd = 'r'
                        OR pg_get_expr(p.polwithcheck, p.polrelid) = pg_get_expr(p.polqual, p.polrelid))
                ) AND bool_or(p.polname = 'area' AND p.polcmd = '*')
                """
            )
            .ToHashSet();
        var open = db
            .Model.GetEntityTypes()
            .Select(t => t.GetTableName()!)
            .Where(t => !held.Contains(t))
            .Order()
            .ToList();
        if (open.Count > 0)
            problems.Add(StoreProblems.TablesWithoutPolicy(string.Join(", ", open)));
        return problems;
    }
}
