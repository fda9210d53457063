using DuckDB.NET.Native;

namespace Taihang.Modules.Identification;

/// <summary>
/// Some thousand rows of an answer whose columns are all BIGINT or HUGEINT, read where the engine left them: taking a million rows value by
/// value through the reader takes longer than making them. Nothing may be null; a query says what stands for it.
/// </summary>
public readonly unsafe ref struct NumberBlock
{
    private readonly DuckDBDataChunk chunk;

    private NumberBlock(DuckDBDataChunk chunk, int rows) => (this.chunk, Rows) = (chunk, rows);

    public int Rows { get; }

    /// <summary>A column of BIGINT.</summary>
    public ReadOnlySpan<long> Column(int column) => new(Data(column), Rows);

    /// <param name="wide">Whether the column is HUGEINT rather than BIGINT.</param>
    public Integers Integers(int column, bool wide) =>
        wide
            ? new Integers(default, new ReadOnlySpan<Int128>(Data(column), Rows))
            : new Integers(Column(column), default);

    private void* Data(int column) =>
        NativeMethods.Vectors.DuckDBVectorGetData(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, column));

    /// <returns>False where the engine stopped; the reader of rows then says why.</returns>
    internal static bool Read(DuckDBNativeConnection connection, string sql, Action<NumberBlock> read)
    {
        using var statement = Prepared(connection, sql);
        if (statement is null)
            return false;
        var state = NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(statement, out var result);
        try
        {
            if (state != DuckDBState.Success)
                return false;
            while (true)
            {
                using var chunk = NativeMethods.StreamingResult.DuckDBStreamFetchChunk(result);
                if (chunk.IsInvalid)
                    return NativeMethods.Query.DuckDBResultErrorType(ref result) == DuckDBErrorType.Invalid;
                read(new NumberBlock(chunk, (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk)));
            }
        }
        finally
        {
            NativeMethods.Query.DuckDBDestroyResult(ref result);
        }
    }

    private static DuckDBPreparedStatement? Prepared(DuckDBNativeConnection connection, string sql)
    {
        if (NativeMethods.PreparedStatements.DuckDBPrepare(connection, sql, out var statement) == DuckDBState.Success)
            return statement;
        statement.Dispose();
        return null;
    }
}

/// <summary>A column of whole numbers of either width.</summary>
public readonly ref struct Integers(ReadOnlySpan<long> narrow, ReadOnlySpan<Int128> wide)
{
    private readonly ReadOnlySpan<long> narrow = narrow;
    private readonly ReadOnlySpan<Int128> wide = wide;

    public Int128 this[int row] => wide.IsEmpty ? narrow[row] : wide[row];
}
