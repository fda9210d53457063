using Mono.Cecil;
using Xunit;

namespace Taihang.Tests.Architecture;

public sealed class ArchitectureTests
{
    private static readonly AssemblyDefinition Broken = Read("Taihang.ArchFixtures");
    private static readonly AssemblyDefinition[] Pure = [Read("Taihang.Core"), Read("Taihang.Methods")];
    private static readonly AssemblyDefinition[] Own =
    [
        .. Pure,
        Read("Taihang.Modules"),
        Read("Taihang.Web"),
        Read("taihang"),
    ];

    [Fact]
    public void Projects_use_only_what_the_map_allows() => Assert.Empty(Own.SelectMany(Rules.ProjectArrows));

    [Fact]
    public void Every_project_of_the_solution_is_on_the_map()
    {
        var projects = Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(d => Path.GetFileName(d)!);
        Assert.Equal(projects.Order(), House.Projects.Keys.Select(p => p == "taihang" ? "Taihang.Cli" : p).Order());
    }

    [Fact]
    public void Rooms_use_only_the_rooms_above_them()
    {
        Assert.Empty(Own.SelectMany(Rules.RoomArrows));
        var found = Rules.RoomArrows(Broken).ToList();
        Assert.Contains(found, f => f.Contains("UsesALaterModule", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("CommonUsesAModule", StringComparison.Ordinal));
    }

    [Fact]
    public void Pure_projects_lean_on_no_other_package()
    {
        Assert.Empty(Pure.SelectMany(a => Rules.PurePackages(a, House.PurePackages[a.Name.Name])));
        Assert.Contains(
            Rules.PurePackages(Broken, []),
            f => f.Contains("EntityFrameworkCore", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Pure_projects_read_no_clock_dice_or_files_and_remember_nothing()
    {
        Assert.Empty(Pure.SelectMany(Rules.Purity));
        var found = Rules.Purity(Broken).ToList();
        foreach (var type in new[] { "ReadsTheClock", "RollsDice", "ReadsAFile", "Remembers" })
            Assert.Contains(found, f => f.Contains(type, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_say_what_a_type_is_for()
    {
        Assert.Empty(Own.SelectMany(Rules.Names));
        Assert.Contains(Rules.Names(Broken), f => f.Contains("HouseholdManager", StringComparison.Ordinal));
    }

    [Fact]
    public void No_interface_has_a_single_implementation()
    {
        Assert.Empty(Rules.LonelyInterfaces(Own));
        Assert.Contains(Rules.LonelyInterfaces([Broken]), f => f.Contains("IOnlyForMocks", StringComparison.Ordinal));
    }

    [Fact]
    public void Pages_hold_no_queries()
    {
        Assert.Empty(Own.SelectMany(Rules.PagesWithQueries));
        Assert.Contains(Rules.PagesWithQueries(Broken), f => f.Contains("PageWithAQuery", StringComparison.Ordinal));
    }

    [Fact]
    public void Project_arrows_catch_a_project_that_uses_what_it_must_not()
    {
        // The fixture references Modules; judged as Methods, that is a broken arrow.
        Broken.Name.Name = "Taihang.Methods";
        Assert.Contains(Rules.ProjectArrows(Broken), f => f.Contains("Taihang.Modules", StringComparison.Ordinal));
        Broken.Name.Name = "Taihang.ArchFixtures";
    }

    [Fact]
    public void No_source_file_is_too_long_to_read_in_one_go()
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Concat(
                Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.razor", SearchOption.AllDirectories)
            )
            .Where(f =>
                !f.Contains(
                    $"{Path.DirectorySeparatorChar}Migrations{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            );
        Assert.Empty(
            files.Where(f => File.ReadLines(f).Count() > 400).Select(f => Path.GetRelativePath(Repository.Root, f))
        );
    }

    [Fact]
    public void The_map_in_the_docs_is_the_map_that_is_tested()
    {
        var path = Path.Combine(Repository.Root, "docs", "map.md");
        if (Environment.GetEnvironmentVariable("TAIHANG_WRITE_DOCS") == "1")
            File.WriteAllText(path, House.Map());
        Assert.Equal(House.Map(), File.ReadAllText(path));
    }

    private static AssemblyDefinition Read(string name) =>
        AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
}
