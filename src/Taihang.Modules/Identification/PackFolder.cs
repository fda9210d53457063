using Taihang.Core.Common;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>Finds packs on disk and hands their texts to the reader.</summary>
public static class PackFolder
{
    /// <param name="packsFolder">Holds one folder per pack, named by the pack's id.</param>
    /// <param name="id">A pack's id, or the path of a pack's own folder.</param>
    public static Outcome<Pack> Load(string packsFolder, string id)
    {
        if (id.AsSpan().ContainsAny('/', '\\') && File.Exists(Path.Combine(id, "pack.yaml")))
            return LoadFrom(id);
        var folder = Path.Combine(packsFolder, id);
        if (id.Length == 0 || id.AsSpan().ContainsAny('/', '\\') || !File.Exists(Path.Combine(folder, "pack.yaml")))
            return Missing(packsFolder, id);
        return LoadFrom(folder);
    }

    /// <summary>The folder that a pack's id, or its path, means; null where there is no pack.</summary>
    public static string? Find(string packsFolder, string pack) =>
        File.Exists(Path.Combine(pack, "pack.yaml")) ? pack
        : pack.Length > 0
        && !pack.AsSpan().ContainsAny('/', '\\')
        && File.Exists(Path.Combine(packsFolder, pack, "pack.yaml"))
            ? Path.Combine(packsFolder, pack)
        : null;

    public static Problem Missing(string packsFolder, string id) =>
        PackProblems.NoPack(id, Nearest.To(id, Ids(packsFolder)));

    /// <param name="folder">The folder of one pack.</param>
    public static Outcome<Pack> LoadFrom(string folder) =>
        File.Exists(Path.Combine(folder, "pack.yaml"))
            ? PackReader.Read(Texts(folder))
            : Missing(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder))!, Path.GetFileName(folder));

    public static IEnumerable<string> Ids(string packsFolder) =>
        Directory.Exists(packsFolder)
            ? Directory
                .GetDirectories(packsFolder)
                .Where(d => File.Exists(Path.Combine(d, "pack.yaml")))
                .Select(d => Path.GetFileName(d))
                .Order(StringComparer.Ordinal)
            : [];

    private static Dictionary<string, string> Texts(string folder) =>
        Directory
            .EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .ToDictionary(
                f => Path.GetRelativePath(folder, f).Replace('\\', '/'),
                File.ReadAllText,
                StringComparer.Ordinal
            );
}
