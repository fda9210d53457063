using System.Text;
using Taihang.Core.Common;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <param name="Files">Paths inside the folder, in order.</param>
public sealed record PackMade(string Id, string Folder, IReadOnlyList<string> Files);

/// <summary>Makes a pack's folder: the small one that teaches the format, or a copy of another under its own id. Never over another.</summary>
public static class NewPack
{
    /// <param name="from">A pack's id or folder; null for the small one.</param>
    public static Outcome<PackMade> Run(string packsFolder, string id, string? from)
    {
        if (!StarterPack.FitsAsId(id))
            return PackProblems.NotAnId(id);
        var folder = Path.Combine(packsFolder, id);
        if (Path.Exists(folder))
            return PackProblems.PackExists(folder);
        var files = from is null
            ? StarterPack.Files(id).ToDictionary(f => f.Key, f => Encoding.UTF8.GetBytes(f.Value))
            : Copied(packsFolder, from, id);
        if (files is null)
            return PackFolder.Missing(packsFolder, from!);
        foreach (var (path, bytes) in files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
        }
        return new PackMade(id, folder, [.. files.Keys.Order(StringComparer.Ordinal)]);
    }

    private static Dictionary<string, byte[]>? Copied(string packsFolder, string from, string id)
    {
        var source = PackFolder.Find(packsFolder, from);
        if (source is null)
            return null;
        var files = Directory
            .EnumerateFiles(source, "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(source, f).Replace('\\', '/'), File.ReadAllBytes);
        var lines = Encoding.UTF8.GetString(files["pack.yaml"]).Split('\n');
        files["pack.yaml"] = Encoding.UTF8.GetBytes(
            string.Join(
                '\n',
                lines.Select(line => line.StartsWith("id:", StringComparison.Ordinal) ? $"id: {id}" : line)
            )
        );
        return files;
    }
}
