using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Taihang.Modules.Outbound;

/// <summary>What an adapter carries.</summary>
/// <param name="Id">The same at every attempt: a channel that has it already drops it.</param>
/// <param name="To">Number or address.</param>
/// <param name="Language"><c>zh-Hans</c> or <c>en</c>.</param>
public sealed record OutboundMessage(
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("channel")] string Channel,
    [property: JsonPropertyName("to")] string To,
    [property: JsonPropertyName("language")] string Language,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("urgent")] bool Urgent
)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Readable);
}

/// <summary>Hands a message to a channel and says what came of it; see Core.Procedures.NoticeAnswer.</summary>
public delegate string Carry(OutboundMessage message, CancellationToken cancel);
