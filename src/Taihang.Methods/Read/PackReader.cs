using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Taihang.Core.Common;
using Taihang.Methods.Plan;

namespace Taihang.Methods.Read;

/// <summary>Reads a whole pack: <c>pack.yaml</c>, sources, dictionary, parameters, methods, procedures, data maps and cases.</summary>
public static class PackReader
{
    private static readonly string[] Grades = ["A", "B", "C", "D", "A/B", "A/C", "B/C", "A-C", "own", "published"];

    private const string ProcedureCaseFolder = "procedures/cases/";
    private static readonly Dictionary<string, bool> SetBy = new() { ["area"] = true };
    private static readonly Dictionary<string, Kind> BandKinds = new()
    {
        ["number"] = Kind.Number,
        ["date"] = Kind.Date,
    };
    private static readonly Dictionary<string, bool> BetweenRules = new() { ["step"] = false, ["linear"] = true };
    private static readonly Dictionary<string, bool> ParameterTypes = new() { ["money"] = true, ["number"] = false };

    /// <param name="files">Path inside the pack, with forward slashes, to text.</param>
    /// <returns>The pack, or everything that is wrong with it, each with file, row and column.</returns>
    public static Outcome<Pack> Read(IReadOnlyDictionary<string, string> files)
    {
        var problems = new List<Problem>();
        if (!files.TryGetValue("pack.yaml", out var text))
            return PackProblems.NoPackFile();
        if (YamlReader.Open("pack.yaml", text, problems) is not { } root)
            return Outcome<Pack>.Refused(problems);
        root.Only("id", "title", "published", "basis");
        var sources = SourceList.Read(files, problems);
        var dictionary = DictionaryReader.Read(files, problems);
        var items = Each("parameters/").SelectMany(file => file.Only("parameters").Must("parameters").Items()).ToList();
        var parameters = items.Select(item => Parameter(item, dictionary, sources)).ToImmutableArray();
        for (var i = 0; i < items.Count; i++)
            if (parameters.Take(i).Any(p => p.Id == parameters[i].Id))
                items[i].Report(PackProblems.Twice(items[i].Must("id").Place, parameters[i].Id));
        for (var i = 0; i < items.Count; i++)
            if (
                parameters[i].Deflator is { } deflator
                && !parameters.Any(p =>
                    p.Id == deflator.Index && p is { KeyCodes: null, Bands: null, SetByArea: false }
                )
            )
                items[i]
                    .Report(
                        PackProblems.UnknownName(
                            items[i].Must("deflate").Must("index").Place,
                            deflator.Index,
                            Nearest.To(deflator.Index, parameters.Where(p => p.KeyCodes is null).Select(p => p.Id))
                        )
                    );
        for (var i = 0; i < items.Count; i++)
            Otherwise(items[i], parameters[i], parameters);
        var methods = Each("methods/")
            .Select(file => MethodReader.Read(file, dictionary, parameters, sources))
            .ToImmutableArray();
        foreach (var twice in methods.GroupBy(m => m.Id).Where(g => g.Count() > 1))
            root.Report(PackProblems.Twice(root.Place, twice.Key));
        var calendars = Each("calendars/").Select(ProcedureReader.Calendar).ToList();
        var procedureReader = new ProcedureReader(sources, dictionary);
        var procedures = Each("procedures/")
            .Where(file => !file.File.StartsWith(ProcedureCaseFolder, StringComparison.Ordinal))
            .Select(file => procedureReader.Read(file, calendars))
            .ToImmutableArray();
        foreach (var twice in procedures.GroupBy(p => p.Id).Where(g => g.Count() > 1))
            root.Report(PackProblems.Twice(root.Place, twice.Key));
        var scripts = Each(ProcedureCaseFolder).SelectMany(f => ProcedureCases.Read(f, procedures)).ToImmutableArray();
        if (methods.IsEmpty && procedures.IsEmpty)
            root.Report(PackProblems.Missing(root.Place, "methods/"));
        foreach (var _ in root.ItemsOrNone("basis").Select(Basis)) { }
        var data = Each("data/").Select(file => DataMapReader.Read(file, dictionary)).ToImmutableArray();
        var cases = Each("cases/")
            .SelectMany(file => CaseReader.Read(file, dictionary, parameters, methods))
            .ToImmutableArray();
        var pack = new Pack(
            root.Must("id").Text(),
            root.Must("title").Words(),
            root.Must("published").Date(),
            Hash(files),
            dictionary,
            parameters,
            methods,
            data,
            cases,
            procedures,
            scripts
        );
        // One fault is told once, however often its place was looked at.
        return problems.Count > 0 ? Outcome<Pack>.Refused([.. problems.Distinct()]) : pack;

        IEnumerable<YamlReader> Each(string folder) =>
            files
                .Where(f =>
                    f.Key.StartsWith(folder, StringComparison.Ordinal)
                    && f.Key.EndsWith(".yaml", StringComparison.Ordinal)
                )
                .OrderBy(f => f.Key, StringComparer.Ordinal)
                .Select(f => YamlReader.Open(f.Key, f.Value, problems))
                .OfType<YamlReader>();
    }

    /// <summary>Another parameter that holds where one has no value: without a key or with the same one, and never back to itself.</summary>
    private static void Otherwise(YamlReader item, ParameterDef parameter, IReadOnlyList<ParameterDef> all)
    {
        if (parameter.Otherwise is null)
            return;
        var at = item.Must("otherwise");
        var passed = new HashSet<string>(StringComparer.Ordinal);
        for (var next = parameter; next.Otherwise is { } id; )
        {
            var fits = all.Where(p => p.Bands is null && (p.KeyCodes is null || p.KeyCodes == parameter.KeyCodes))
                .ToList();
            if (!passed.Add(next.Id) || fits.Find(p => p.Id == id) is not { } found || passed.Contains(id))
            {
                item.Report(
                    PackProblems.UnknownName(at.Place, id, Nearest.To(id, fits.Select(p => p.Id).Except(passed)))
                );
                return;
            }
            next = found;
        }
    }

    /// <summary>SHA-256 over every path and text, in order of paths.</summary>
    private static string Hash(IReadOnlyDictionary<string, string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, text) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\0{text.Length}\0{text}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal static Basis Basis(YamlReader item)
    {
        item.Only("title", "article", "grade");
        return new Basis(item.Must("title").Words(), item.TextOrNull("article"), Grade(item));
    }

    internal static Basis? SourceOf(YamlReader item, SourceList sources) =>
        item.Child("source") is { } source ? new Basis(sources.Titles(source), null, Grade(item)) : null;

    internal static string Grade(YamlReader item)
    {
        var grade = item.Must("grade");
        if (!Grades.Contains(grade.Text()))
            item.Report(PackProblems.UnknownName(grade.Place, grade.Text(), Nearest.To(grade.Text(), Grades)));
        return grade.Text();
    }

    private static ParameterDef Parameter(YamlReader item, Dictionary dictionary, SourceList sources)
    {
        item.Only("id", "title", "unit", "type", "key", "bands", "between", "deflate", "otherwise", "set_by", "values");
        var key = item.TextOrNull("key");
        if (key is not null && !dictionary.CodeLists.ContainsKey(key))
            item.Report(
                PackProblems.UnknownName(item.Must("key").Place, key, Nearest.To(key, dictionary.CodeLists.Keys))
            );
        var byArea = item.Child("set_by")?.OneOf(SetBy) ?? false;
        if (byArea && item.Has("values"))
            item.Report(PackProblems.AreaSetsIt(item.Must("values").Place));
        var money = item.Must("type").OneOf(ParameterTypes);
        var bands = item.Child("bands") is { } kind
            ? new BandKey(kind.OneOf(BandKinds), item.Child("between")?.OneOf(BetweenRules) ?? false)
            : null;
        if (bands is not null && (key is not null || byArea))
            item.Report(
                PackProblems.WrongForm(
                    item.Must("bands").Place,
                    new("不带 key 或 set_by 的 bands", "bands without key or set_by")
                )
            );
        if (bands is not null && item.Child("otherwise") is { } other)
            item.Report(
                PackProblems.WrongForm(
                    other.Place,
                    new(
                        "不带 bands 的 otherwise：低于首段即为无法判定",
                        "no otherwise beside bands: below the first key nothing can be said"
                    )
                )
            );
        if (bands is null && item.Child("between") is { } between)
            item.Report(PackProblems.Missing(between.Place, "bands"));
        var values = item.ItemsOrNone("values")
            .Select(v => Value(v, key, bands, dictionary, sources))
            .ToImmutableArray();
        var deflate = item.Child("deflate")?.Only("index", "base");
        // What was published on another day takes the place of what was known before.
        foreach (var same in values.GroupBy(v => (v.Key, v.Published)))
        {
            var ordered = same.OrderBy(v => v.From).ToList();
            for (var i = 1; i < ordered.Count; i++)
                if (ordered[i - 1].To is not { } end || ordered[i].From <= end)
                    item.Report(PackProblems.Overlap(ordered[i].At));
        }
        var id = item.Must("id").Id();
        if (MethodReader.Reserved.Contains(id))
            item.Report(PackProblems.Reserved(item.Must("id").Place, id));
        return new ParameterDef(
            id,
            item.Must("title").Words(),
            item.TextOrNull("unit"),
            money,
            key,
            byArea,
            values,
            bands,
            deflate is null ? null : new Deflator(deflate.Must("index").Text(), deflate.Must("base").Date()),
            item.TextOrNull("otherwise")
        );
    }

    private static DatedValue Value(
        YamlReader item,
        string? keyedBy,
        BandKey? bands,
        Dictionary dictionary,
        SourceList sources
    )
    {
        item.Only("key", "from", "to", "value", "source", "grade", "published");
        var key = item.TextOrNull("key");
        if (bands is not null)
        {
            var number = Band.Number(bands, item.Must("key").Text());
            // One key has one name, however it is written.
            key = bands.Of == Kind.Number ? number?.ToString() : key;
            if (number is null)
                item.Report(
                    PackProblems.WrongForm(
                        item.Must("key").Place,
                        bands.Of == Kind.Date
                            ? new("日期，如 2016-08-01", "a date such as 2016-08-01")
                            : new("数字", "a number")
                    )
                );
        }
        else if (keyedBy is null && key is not null)
            item.Report(PackProblems.UnknownName(item.Must("key").Place, key, null));
        else if (keyedBy is not null && key is null)
            item.Must("key");
        else if (
            keyedBy is not null
            && dictionary.CodeLists.GetValueOrDefault(keyedBy) is { } keys
            && keys.Find(key!) is null
        )
            item.Report(
                PackProblems.UnknownName(item.Must("key").Place, key!, Nearest.To(key!, keys.Codes.Select(c => c.Id)))
            );
        var (from, to) = (item.Must("from").Date(), item.Child("to")?.Date());
        if (to < from)
            item.Report(PackProblems.Backward(item.Place));
        item.Must("source");
        return new DatedValue(
            key,
            from,
            to,
            item.Must("value").Fraction(),
            SourceOf(item, sources) ?? new Basis(Words.Same(""), null, "own"),
            item.Place,
            item.Child("published")?.Date()
        );
    }
}
