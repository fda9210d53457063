namespace Taihang.Methods.Print;

/// <summary>Where the two engines write the same thing differently. Both read one plan; neither may know more of it than the other.</summary>
public abstract class SqlDialect
{
    public static SqlDialect DuckDb { get; } = new OfDuckDb("HUGEINT");

    /// <summary>In 64 bits, twice as fast; the engine stops where a number does not fit, and <see cref="DuckDb"/> must be asked.</summary>
    public static SqlDialect DuckDbNarrow { get; } = new OfDuckDb("BIGINT");

    public static SqlDialect Postgres { get; } = new OfPostgres();

    /// <summary>The widest type of whole numbers.</summary>
    public abstract string Wide { get; }

    public abstract string NoCodes { get; }

    /// <summary>What keeps the columns of one stage from being written out anew wherever the next stage uses them.</summary>
    public abstract string Fence { get; }

    /// <summary>How many bits of a whole number are set.</summary>
    public abstract string Bits(string number);

    public abstract string Contains(string codes, string code);

    public abstract string Count(string codes);

    /// <param name="part"><c>year</c>, <c>month</c> or <c>day</c>.</param>
    public abstract string DatePart(string part, string date);

    /// <summary>A whole quotient, what is left over cut off (towards zero), of a number by one above zero.</summary>
    public abstract string Quotient(string numerator, string denominator);

    private sealed class OfDuckDb(string wide) : SqlDialect
    {
        public override string Wide => wide;

        public override string NoCodes => "[]::VARCHAR[]";

        public override string Fence => "";

        public override string Bits(string number) => $"CAST(bit_count({number}) AS BIGINT)";

        public override string Contains(string codes, string code) => $"list_contains({codes}, {code})";

        public override string Count(string codes) => $"len({codes})";

        public override string DatePart(string part, string date) => $"{part}({date})";

        public override string Quotient(string numerator, string denominator) =>
            $"(({numerator})::{Wide} // ({denominator}))";
    }

    private sealed class OfPostgres : SqlDialect
    {
        public override string Wide => "NUMERIC";

        public override string NoCodes => "'{}'::TEXT[]";

        public override string Fence => " OFFSET 0";

        public override string Bits(string number) => $"bit_count(CAST({number} AS BIT(64)))";

        public override string Contains(string codes, string code) => $"({code} = ANY({codes}))";

        public override string Count(string codes) => $"cardinality({codes})";

        public override string DatePart(string part, string date) => $"extract({part} FROM {date})::INTEGER";

        public override string Quotient(string numerator, string denominator) =>
            $"div(({numerator})::NUMERIC, ({denominator})::NUMERIC)";
    }
}
