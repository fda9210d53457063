namespace Taihang.Bench.Harness;

/// <summary>Where the benches find the repository and leave their files.</summary>
internal static class Folders
{
    public static string Root { get; } = Find();

    /// <summary>Generated inputs and answers; not kept in the repository.</summary>
    public static string Work { get; } = Directory.CreateDirectory(Path.Combine(Root, "bench", "work")).FullName;

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Taihang.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("No Taihang.slnx above " + AppContext.BaseDirectory);
    }
}
