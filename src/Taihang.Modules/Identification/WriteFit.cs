using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>Where a fit went.</summary>
public sealed record WrittenFit(string Folder, string File, string PackHash);

/// <summary>Writes a pack anew with the coefficients of a fit and its fingerprint, so that every score can be traced to its fit.</summary>
public static class WriteFit
{
    /// <summary>The most that a selection can put in order (<see cref="Denominators.MostPlaces"/>).</summary>
    private const int Places = Denominators.MostPlaces;

    /// <param name="source">The folder of the pack that was fitted.</param>
    /// <param name="folder">To be made; nothing that is there is written over.</param>
    /// <param name="fit">Where the pack itself says otherwise.</param>
    public static Outcome<WrittenFit> Run(
        string source,
        string folder,
        MethodPlan method,
        ProxyFit fitted,
        ProxyFitPlan? fit,
        Words fittedOn
    )
    {
        if (Path.Exists(folder))
            return IdentificationProblems.FitFolderTaken(folder);
        var file = Directory
            .EnumerateFiles(Path.Combine(source, "methods"), "*.yaml")
            .FirstOrDefault(f => YamlReader.Open(f, File.ReadAllText(f), [])?.Child("id")?.Text() == method.Id);
        if (file is null)
            return IdentificationProblems.FitNotWritten(folder, method.Id);
        var models = fitted.Models.ToDictionary(
            m => m.Code ?? "",
            m =>
                (
                    Rounded(m.Terms[0].Coefficient),
                    (IReadOnlyDictionary<string, decimal>)
                        m.Terms.Skip(1).ToDictionary(t => t.Id, t => Rounded(t.Coefficient))
                )
        );
        var written = ProxyWriter.Write(
            File.ReadAllText(file),
            new ProxyWriting(fit, fittedOn, fitted.Fingerprint, models)
        );
        var (name, texts) = (Path.GetRelativePath(source, file).Replace('\\', '/'), new Dictionary<string, string>());
        foreach (var part in Directory.EnumerateFiles(source, "*.yaml", SearchOption.AllDirectories))
            texts[Path.GetRelativePath(source, part).Replace('\\', '/')] = File.ReadAllText(part);
        texts[name] = written;
        // Read back before anything is written: what does not load, or does not say what was fitted, is no pack.
        var pack = PackReader.Read(texts);
        if (!pack.Ok)
            return IdentificationProblems.FitNotWritten(folder, pack.Problems[0].ToString());
        if (
            pack.Value.Methods.First(m => m.Id == method.Id && m.ValidFrom == method.ValidFrom).Proxy is not { } proxy
            || !Says(proxy, fitted)
        )
            return IdentificationProblems.FitNotWritten(folder, name);
        try
        {
            foreach (var (path, text) in texts)
            {
                var target = Path.Combine(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.WriteAllText(target, text);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return IdentificationProblems.FitNotWritten(folder, error.Message);
        }
        return new WrittenFit(folder, name, pack.Value.Hash);
    }

    private static decimal Rounded(double coefficient) => Math.Round((decimal)coefficient, Places);

    private static bool Says(ProxyPlan proxy, ProxyFit fitted) =>
        proxy.Fingerprint == fitted.Fingerprint
        && proxy.Fit.Kind == fitted.Kind
        && proxy.Fit.Quantile == fitted.Quantile
        && fitted.Models.All(m =>
            m.Terms.All(t =>
            {
                var own = proxy.Models.FirstOrDefault(p => p.Code == m.Code);
                var said = (m.Code, t.Id) switch
                {
                    (null, "intercept") => proxy.Intercept,
                    (null, _) => proxy.Terms.First(p => p.Id == t.Id).Coefficient,
                    (_, "intercept") => own?.Intercept,
                    _ => own?.Coefficients[t.Id],
                };
                return said is { } number
                    && Math.Abs(number.ToDouble() - t.Coefficient) <= 1e-9 * Math.Max(1, Math.Abs(t.Coefficient));
            })
        );
}
