using Microsoft.EntityFrameworkCore.Design;
using Taihang.Modules.Store;

namespace Taihang.Migrations.Sqlite;

/// <summary>Lets <c>dotnet ef migrations add</c> see the model; never used at run time.</summary>
public sealed class DesignTime : IDesignTimeDbContextFactory<TaihangDb>
{
    public TaihangDb CreateDbContext(string[] args) => new(StoreOptions.ForDesign("Sqlite"));

    public static void Main() { }
}
