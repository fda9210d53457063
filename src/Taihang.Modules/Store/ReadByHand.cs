using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Taihang.Modules.Store;

/// <summary>
/// A statement written by hand for tens of thousands of rows of one county, where what the context does for each row would cost more than
/// the row. It is held to the scope as queries are: beyond it there is nothing.
/// </summary>
internal static class ReadByHand
{
    /// <param name="sql">Names the county <c>@county</c>; understood by both engines.</param>
    public static void Each(
        TaihangDb db,
        int countyNo,
        string sql,
        IEnumerable<(string Name, object Value)> parameters,
        Action<DbDataReader> take
    )
    {
        if (!db.Scope.Holds(countyNo))
            return;
        db.Database.OpenConnection();
        try
        {
            using var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // Names of tables and columns and numbers; what people typed is a parameter.
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach (var (name, value) in parameters.Prepend(("county", countyNo)))
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                parameter.Value = value is DateOnly day && command is not NpgsqlCommand ? Text(day) : value;
                command.Parameters.Add(parameter);
            }
            using var reader = command.ExecuteReader();
            while (reader.Read())
                take(reader);
        }
        finally
        {
            db.Database.CloseConnection();
        }
    }

    /// <summary>As SQLite keeps a day.</summary>
    private static string Text(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);

    private const string Form = "yyyy-MM-dd";

    /// <summary>A column of days. SQLite keeps them as text, which is dear to read; many rows follow each other with the same.</summary>
    public sealed class Days(int column)
    {
        private string text = "";
        private DateOnly day;

        public DateOnly Read(DbDataReader reader)
        {
            if (reader is NpgsqlDataReader)
                return reader.GetFieldValue<DateOnly>(column);
            var next = reader.GetString(column);
            if (next != text)
                (text, day) = (next, DateOnly.ParseExact(next, Form, CultureInfo.InvariantCulture));
            return day;
        }
    }
}
