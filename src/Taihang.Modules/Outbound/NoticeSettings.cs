using System.Text.Json;
using System.Text.Json.Serialization;
using Taihang.Core.Common;
using Taihang.Core.Procedures;

namespace Taihang.Modules.Outbound;

/// <summary>How a deployment tells people: which channels it has, how often it looks, and when it keeps quiet.</summary>
/// <param name="Channels">By the names of Core.Procedures.NoticeChannel.</param>
/// <param name="Limit">Longest that a message may take on any channel.</param>
/// <param name="Every">Between two looks at the queue.</param>
public sealed record NoticeSettings(
    IReadOnlyDictionary<string, Carry> Channels,
    TimeSpan Limit,
    TimeSpan Every,
    QuietHours Quiet
)
{
    /// <summary>Factor on the waits between attempts; 1 but in tests.</summary>
    public double RetryWaits { get; init; } = 1;

    private static readonly TimeSpan UsualEvery = TimeSpan.FromSeconds(5);
    private const int UsualSeconds = 30;
    private const int MostSeconds = 600;

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Every channel into one folder.</summary>
    public static NoticeSettings Into(string folder) =>
        new(
            NoticeChannel.Carried.ToDictionary(c => c, _ => FileAdapter.Into(folder)),
            TimeSpan.FromSeconds(UsualSeconds),
            UsualEvery,
            QuietHours.Usual
        );

    /// <param name="path">A folder, or a settings file that ends in <c>.json</c>.</param>
    public static Outcome<NoticeSettings> Read(string path)
    {
        if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return File.Exists(path) ? OutboundProblems.NoSettings(path) : Into(Path.GetFullPath(path));
        if (!File.Exists(path))
            return OutboundProblems.NoSettings(path);
        try
        {
            return JsonSerializer.Deserialize<Written>(File.ReadAllText(path), Strict) is { } written
                ? Of(path, written)
                : OutboundProblems.BadSettings(path, new("文件是空的", "the file is empty"));
        }
        catch (JsonException error)
        {
            return OutboundProblems.BadSettings(
                path,
                new($"第 {error.LineNumber + 1} 行：{error.Path}", $"line {error.LineNumber + 1}: {error.Path}")
            );
        }
    }

    private static Outcome<NoticeSettings> Of(string path, Written written)
    {
        var channels = new Dictionary<string, Carry>();
        var longest = 0;
        foreach (var (name, channel) in written.Channels ?? [])
        {
            if (!NoticeChannel.Carried.Contains(name))
                return OutboundProblems.UnknownChannel(name, Nearest.To(name, NoticeChannel.Carried));
            var seconds = channel.Seconds ?? UsualSeconds;
            if (seconds is < 1 or > MostSeconds)
                return OutboundProblems.BadSettings(
                    path,
                    new(
                        $"{name} 的 seconds 应为 1 到 {MostSeconds}",
                        $"seconds of {name} is not from 1 to {MostSeconds}"
                    )
                );
            longest = Math.Max(longest, seconds);
            switch (channel)
            {
                case { Folder: { Length: > 0 } folder, Command: null }:
                    channels[name] = FileAdapter.Into(Beside(path, folder));
                    break;
                case { Folder: null, Command: [{ Length: > 0 }, ..] command }:
                    channels[name] = CommandAdapter.Run(command, TimeSpan.FromSeconds(seconds));
                    break;
                default:
                    return OutboundProblems.BadSettings(
                        path,
                        new(
                            $"{name} 应有 folder 或 command 之一",
                            $"{name} has neither a folder nor a command, or both"
                        )
                    );
            }
        }
        if (channels.Count == 0)
            return OutboundProblems.BadSettings(path, new("没有任何通道", "there is no channel"));
        var every = written.EverySeconds ?? UsualEvery.TotalSeconds;
        // Both offices are told of an emergency within a minute.
        if (every is < 0.1 or > 30)
            return OutboundProblems.BadSettings(
                path,
                new("every_seconds 应为 0.1 到 30", "every_seconds is not from 0.1 to 30")
            );
        var quiet = written.Quiet ?? new Hours(QuietHours.Usual.From, QuietHours.Usual.Until);
        if (quiet.From is < 0 or > 23 || quiet.Until is < 0 or > 23)
            return OutboundProblems.BadSettings(
                path,
                new("quiet 的 from 和 until 应为 0 到 23", "from and until of quiet are not from 0 to 23")
            );
        return new NoticeSettings(
            channels,
            TimeSpan.FromSeconds(longest),
            TimeSpan.FromSeconds(every),
            new QuietHours(quiet.From, quiet.Until)
        );
    }

    private static string Beside(string path, string folder) =>
        Path.GetFullPath(folder, Path.GetDirectoryName(Path.GetFullPath(path))!);

    private sealed record Written(Dictionary<string, Written.Channel>? Channels, double? EverySeconds, Hours? Quiet)
    {
        public sealed record Channel(string? Folder, List<string>? Command, int? Seconds);
    }

    private sealed record Hours(int From, int Until);
}
