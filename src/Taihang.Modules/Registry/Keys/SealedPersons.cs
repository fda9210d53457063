using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Taihang.Core.Common;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Keys;

/// <summary>Everybody with sealed numbers, some at a time, so that others write in between.</summary>
internal sealed class SealedPersons(TaihangDb db)
{
    public const int AtOnce = 500;

    public IEnumerable<IReadOnlyList<Person>> Batches()
    {
        foreach (var county in db.Persons.Select(p => p.CountyNo).Distinct().Order().ToList())
            for (Guid? last = null; Next(county, last) is { Count: > 0 } some; last = some[^1].PersonId)
                yield return some;
    }

    /// <summary>Calls with the next persons in a transaction of their own.</summary>
    /// <returns>How many there were.</returns>
    public long Each(Action<IReadOnlyList<Person>> take, IProgress<Step>? progress, CancellationToken cancel)
    {
        var done = 0L;
        var all = progress is null ? 0 : db.Persons.LongCount(p => p.Sealed != null && p.WrappedKey != null);
        foreach (var some in Batches())
        {
            cancel.ThrowIfCancellationRequested();
            using (var transaction = db.Database.BeginTransaction())
            {
                take(some);
                transaction.Commit();
            }
            done += some.Count;
            progress?.Report(new Step(new Words("已封存人员", "Sealed persons"), (int)done, (int)all));
        }
        return done;
    }

    private List<Person> Next(int county, Guid? after)
    {
        var all = db
            .Persons.AsNoTracking()
            .Where(p => p.CountyNo == county && p.Sealed != null && p.WrappedKey != null);
        if (after is { } last)
            all = all.Where(p => p.PersonId > last);
        return [.. all.OrderBy(p => p.PersonId).Take(AtOnce)];
    }

    /// <summary>A statement that is run for each of many persons, with its parameters in order.</summary>
    public sealed class Statement : IDisposable
    {
        private readonly DbCommand command;

        public Statement(TaihangDb db, string sql, int parameters)
        {
            command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < parameters; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"p{i}";
                command.Parameters.Add(parameter);
            }
        }

        public int Run(TaihangDb db, params ReadOnlySpan<object> values)
        {
            command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
            for (var i = 0; i < values.Length; i++)
                command.Parameters[i].Value =
                    values[i] is Guid id && db.Database.IsSqlite() ? id.ToByteArray(bigEndian: true) : values[i];
            return command.ExecuteNonQuery();
        }

        public void Dispose() => command.Dispose();
    }
}
