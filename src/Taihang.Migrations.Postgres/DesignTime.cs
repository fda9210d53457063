using Microsoft.EntityFrameworkCore.Design;
using Taihang.Modules.Store;

namespace Taihang.Migrations.Postgres;

/// <summary>Lets <c>dotnet ef migrations add</c> see the model; never used at run time.</summary>
public sealed class DesignTime : IDesignTimeDbContextFactory<TaihangDb>
{
    public TaihangDb CreateDbContext(string[] args) => new(StoreOptions.ForDesign("Postgres"));

    public static void Main() { }
}
