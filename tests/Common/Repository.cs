using Xunit;

namespace Taihang.Tests;

/// <summary>Where the tests find the repository's own files, and the larger shared data beside it where that is present.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string Packs => Path.Combine(Root, "packs");

    /// <summary>A path under the shared data, which lies beside the repository; the test is skipped where it is absent.</summary>
    public static string SharedData(string path)
    {
        var full = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", path));
        Assert.SkipUnless(Path.Exists(full), $"The shared data ({path}) is not beside this checkout.");
        return full;
    }

    /// <summary>A file or folder under the committed oracles (tests/Taihang.Tests/Oracles).</summary>
    public static string Oracle(string path) => Path.Combine(Root, "tests", "Taihang.Tests", "Oracles", path);

    /// <summary>A fresh folder for one test, removed by whoever disposes it.</summary>
    public static Folder TemporaryFolder() => new(Directory.CreateTempSubdirectory("taihang-test-").FullName);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Taihang.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("No Taihang.slnx above " + AppContext.BaseDirectory);
    }
}

/// <summary>A temporary folder that goes when the test ends.</summary>
public sealed class Folder(string path) : IDisposable
{
    public string Path { get; } = path;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
