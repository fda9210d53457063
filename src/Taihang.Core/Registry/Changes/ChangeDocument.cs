using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Taihang.Core.Registry.Changes;

/// <summary>What is submitted: the change, the day it holds from, and what it rests on.</summary>
/// <param name="ObservedOn">Day of the facts; of leaving, returning, moving, splitting or merging.</param>
/// <param name="Source">Evidence, in the words of whoever asks; long numbers are struck out before it comes here.</param>
/// <param name="Reverses">The earlier request that this one takes back.</param>
public sealed record ChangeContent(Change Change, DateOnly ObservedOn, string Source, Guid? Reverses = null);

/// <summary>
/// The canonical text of a request: properties in the order of the types, dictionaries in order of their keys. It is written once, at
/// submission; what is decided is these bytes, known by their hash.
/// </summary>
public static class ChangeDocument
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(ChangeContent content) => JsonSerializer.Serialize(content, Json);

    public static ChangeContent Read(string document) => JsonSerializer.Deserialize<ChangeContent>(document, Json)!;

    public static string Hash(string document) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));

    public static string Write(IEnumerable<Difference> differences) =>
        JsonSerializer.Serialize(
            differences.Select(d => new Line((int)d.Key.Kind, d.Key.Subject, d.Key.Field, d.Before, d.After)),
            Json
        );

    public static ImmutableArray<Difference> ReadDifferences(string document) =>
        [
            .. JsonSerializer
                .Deserialize<Line[]>(document, Json)!
                .Select(l => new Difference(new RecordKey((SubjectKind)l.Kind, l.Subject, l.Field), l.Before, l.After)),
        ];

    private sealed record Line(int Kind, Guid Subject, string Field, string? Before, string? After);
}
