using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Taihang.Modules.Store;

namespace Taihang.Modules.Registry;

/// <summary>Whose an ID number is, by blind index; asked for a whole batch at once.</summary>
public sealed class IdNumberHolders(TaihangDb db)
{
    private readonly DbConnection connection = db.Database.GetDbConnection();

    /// <returns>By the index in hex.</returns>
    public Dictionary<string, (int CountyNo, Guid PersonId)> Find(IReadOnlyCollection<byte[]> indexes)
    {
        using var widened = db.WidenToAll(Widening.OneNumberOnePerson);
        var found = new Dictionary<string, (int, Guid)>();
        using var command = connection.CreateCommand();
        var kind = (int)SealedKind.IdNumber;
        if (connection is NpgsqlConnection)
        {
            command.CommandText =
                $"SELECT \"index\", county_no, person_id FROM blind_indexes WHERE kind = {kind} AND \"index\" = ANY(@i)";
            command.Parameters.Add(
                new NpgsqlParameter("i", NpgsqlDbType.Array | NpgsqlDbType.Bytea) { Value = indexes.ToArray() }
            );
            Read();
            return found;
        }
        command.CommandText =
            $"SELECT \"index\", county_no, person_id FROM blind_indexes WHERE kind = {kind} AND \"index\" = $i";
        var parameter = command.CreateParameter();
        parameter.ParameterName = "$i";
        command.Parameters.Add(parameter);
        foreach (var index in indexes)
        {
            parameter.Value = index;
            Read();
        }
        return found;

        void Read()
        {
            using var reader = command.ExecuteReader();
            while (reader.Read())
                found[Convert.ToHexString((byte[])reader[0])] = (reader.GetInt32(1), StoredGuid.Read(reader, 2));
        }
    }
}
