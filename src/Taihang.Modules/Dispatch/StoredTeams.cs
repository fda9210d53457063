using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Teams;

namespace Taihang.Modules.Dispatch;

/// <summary>A round of task forces as it is kept: the problem, the plan and its proof, so that anyone can check it again.</summary>
public sealed record StoredTeams(TeamProblem Problem, TeamAnswer Answer)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new ExactText() },
    };

    public string Write() => JsonSerializer.Serialize(this, Options);

    public static Outcome<StoredTeams> Read(string text)
    {
        try
        {
            return
                JsonSerializer.Deserialize<StoredTeams>(text, Options)
                    is {
                        Problem: { Rules: not null, Start: not null, Person: not null, FitBp: not null },
                        Answer: { Plan: not null, Proof: { Price: not null, Best: not null } }
                    } read
                && !read.Problem.Villages.IsDefault
                && !read.Problem.People.IsDefault
                && !read.Problem.Together.IsDefault
                && !read.Problem.Locks.IsDefault
                && !read.Answer.Plan.Teams.IsDefault
                ? read
                : DispatchProblems.NotCertificate("null");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or ArgumentException)
        {
            return DispatchProblems.NotCertificate(error.Message);
        }
    }

    /// <summary>SHA-256 of the text as it is kept, hex.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A fraction as its text, such as <c>1/2</c>.</summary>
    private sealed class ExactText : JsonConverter<Fraction>
    {
        public override Fraction Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Fraction.TryParse(reader.GetString() ?? "", out var value) ? value : throw new JsonException("no fraction");

        public override void Write(Utf8JsonWriter writer, Fraction value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
