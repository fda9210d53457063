using System.Globalization;
using System.Numerics;
using System.Text;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>Fills the two tables of a run from facts in memory: cases, and single households.</summary>
public static class FactTables
{
    /// <param name="units">Household ID, its facts and its members' facts, values as in <see cref="Methods.Evaluate.UnitFacts"/>.</param>
    public static void Fill(
        DuckDbEngine engine,
        MethodPlan method,
        IEnumerable<(
            string Id,
            IReadOnlyDictionary<string, object> Household,
            IReadOnlyList<IReadOnlyDictionary<string, object>> Members
        )> units
    )
    {
        var facts = method.Facts();
        Make(engine, "household", "household_id VARCHAR", facts.Where(a => !a.OfMember));
        Make(engine, "member", "household_id VARCHAR, member_id VARCHAR", facts.Where(a => a.OfMember));
        foreach (var (id, household, members) in units)
        {
            Insert(engine, "household", [DuckDbEngine.Quote(id)], facts.Where(a => !a.OfMember), household);
            for (var i = 0; i < members.Count; i++)
                Insert(engine, "member", [DuckDbEngine.Quote(id), $"'{i}'"], facts.Where(a => a.OfMember), members[i]);
        }
    }

    private static void Make(DuckDbEngine engine, string table, string ids, IEnumerable<AttributeDef> attributes) =>
        engine.Execute(
            $"CREATE OR REPLACE TEMP TABLE {table} ({ids}{string.Concat(attributes.Select(a => $", {DuckDbEngine.Name(a.Id)} {DataFiles.TypeOf(a)}"))})"
        );

    private static void Insert(
        DuckDbEngine engine,
        string table,
        IEnumerable<string> ids,
        IEnumerable<AttributeDef> attributes,
        IReadOnlyDictionary<string, object> values
    )
    {
        var row = new StringBuilder(string.Join(", ", ids));
        foreach (var attribute in attributes)
            row.Append(", ")
                .Append(values.TryGetValue(attribute.Id, out var value) ? Literal(attribute, value) : "NULL");
        engine.Execute($"INSERT INTO {table} VALUES ({row})");
    }

    private static string Literal(AttributeDef attribute, object value) =>
        value switch
        {
            bool truth => truth ? "TRUE" : "FALSE",
            Fraction { Denominator.IsOne: true } number => number.Numerator.ToString(CultureInfo.InvariantCulture),
            Fraction number => Exact(number, attribute.Places),
            DateOnly day => $"DATE '{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'",
            IEnumerable<string> codes => $"[{string.Join(", ", codes.Select(DuckDbEngine.Quote))}]::VARCHAR[]",
            _ => DuckDbEngine.Quote((string)value),
        };

    /// <summary>A decimal written out: a quotient in the engine would be a floating number.</summary>
    private static string Exact(Fraction number, int places)
    {
        var steps = number * new Fraction(BigInteger.Pow(10, places), 1);
        var digits = BigInteger
            .Abs(steps.Numerator / steps.Denominator)
            .ToString(CultureInfo.InvariantCulture)
            .PadLeft(places + 1, '0');
        return $"CAST('{(number < Fraction.Zero ? "-" : "")}{digits[..^places]}.{digits[^places..]}' AS {DataFiles.DecimalType(places)})";
    }
}
