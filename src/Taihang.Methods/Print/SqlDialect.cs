namespace Taihang.Methods.Print;

/// <summary>Where the two engines write the same thing differently. Both read one plan; neither may know more of it than the other.</summary>
public abstract class SqlDialect
{
    public static SqlDialect DuckDb { get; } = new OfDuckDb();

    public static SqlDialect Postgres { get; } = new OfPostgres();

    /// <summary>The widest type of whole numbers.</summary>
    public abstract string Wide { get; }

    public abstract string NoCodes { get; }

    /// <summary>Whether a column can be used by the columns after it in the same SELECT; else each stands in a lateral join of its own.</summary>
    public abstract bool ColumnsSeeEarlierOnes { get; }

    public abstract string Contains(string codes, string code);

    public abstract string Count(string codes);

    /// <param name="part"><c>year</c>, <c>month</c> or <c>day</c>.</param>
    public abstract string DatePart(string part, string date);

    /// <summary>A whole quotient, what is left over cut off (towards zero), of a number by one above zero.</summary>
    public abstract string Quotient(string numerator, string denominator);

    private sealed class OfDuckDb : SqlDialect
    {
        public override string Wide => "HUGEINT";

        public override string NoCodes => "[]::VARCHAR[]";

        public override bool ColumnsSeeEarlierOnes => true;

        public override string Contains(string codes, string code) => $"list_contains({codes}, {code})";

        public override string Count(string codes) => $"len({codes})";

        public override string DatePart(string part, string date) => $"{part}({date})";

        public override string Quotient(string numerator, string denominator) =>
            $"(({numerator})::HUGEINT // ({denominator}))";
    }

    private sealed class OfPostgres : SqlDialect
    {
        public override string Wide => "NUMERIC";

        public override string NoCodes => "'{}'::TEXT[]";

        public override bool ColumnsSeeEarlierOnes => false;

        public override string Contains(string codes, string code) => $"({code} = ANY({codes}))";

        public override string Count(string codes) => $"cardinality({codes})";

        public override string DatePart(string part, string date) => $"extract({part} FROM {date})::INTEGER";

        public override string Quotient(string numerator, string denominator) =>
            $"div(({numerator})::NUMERIC, ({denominator})::NUMERIC)";
    }
}
