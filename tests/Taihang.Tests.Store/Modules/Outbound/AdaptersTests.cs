using System.Diagnostics;
using System.Text.Json;
using Taihang.Core.Procedures;
using Taihang.Modules.Outbound;
using Xunit;

namespace Taihang.Tests.Store.Modules.Outbound;

public sealed class AdaptersTests
{
    private static readonly OutboundMessage Message = new(
        new Guid(7, 0, 0, new byte[8]),
        NoticeChannel.Sms,
        "13800000001",
        "zh-Hans",
        "已作决定",
        "您的事项已作决定。",
        false
    );

    [Theory]
    [InlineData("exit 0", NoticeAnswer.Sent)]
    [InlineData("exit 75", NoticeAnswer.Again)]
    [InlineData("exit 1", NoticeAnswer.Refused)]
    [InlineData("exit 64", NoticeAnswer.Refused)]
    // It prints more than a pipe holds, and reads nothing.
    [InlineData("head -c 1000000 /dev/zero; exit 0", NoticeAnswer.Sent)]
    [InlineData("head -c 1000000 /dev/zero >&2; exit 75", NoticeAnswer.Again)]
    public void A_programs_exit_code_is_its_answer(string script, string answer) =>
        Assert.Equal(answer, CommandAdapter.Run(["/bin/sh", "-c", script], TimeSpan.FromSeconds(60))(Message, default));

    [Fact]
    public void A_program_reads_the_message_as_JSON()
    {
        using var files = Repository.TemporaryFolder();
        var carry = CommandAdapter.Run(["/bin/sh", "-c", "cat > \"$0\"", files.File("got")], TimeSpan.FromSeconds(60));
        Assert.Equal(NoticeAnswer.Sent, carry(Message, default));
        var text = File.ReadAllText(files.File("got"));
        Assert.Equal(Message, JsonSerializer.Deserialize<OutboundMessage>(text));
        Assert.Contains("您的事项", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_does_not_end_is_ended_with_all_it_started()
    {
        using var files = Repository.TemporaryFolder();
        var carry = CommandAdapter.Run(
            ["/bin/sh", "-c", "sleep 600 & echo $! > \"$0\"; wait", files.File("child")],
            TimeSpan.FromSeconds(1)
        );
        Assert.Equal(NoticeAnswer.NoAnswer, carry(Message, default));
        var child = int.Parse(File.ReadAllText(files.File("child")), System.Globalization.CultureInfo.InvariantCulture);
        var watch = Stopwatch.StartNew();
        while (Alive(child) && watch.Elapsed < TimeSpan.FromSeconds(30))
            Thread.Sleep(20);
        Assert.False(Alive(child));
    }

    [Fact]
    public void A_program_that_is_not_there_gives_no_answer() =>
        Assert.Equal(
            NoticeAnswer.NoAnswer,
            CommandAdapter.Run(["/nowhere/at-all"], TimeSpan.FromSeconds(5))(Message, default)
        );

    [Fact]
    public void A_message_is_one_file_that_its_owner_alone_reads_and_the_same_again_replaces_it()
    {
        using var files = Repository.TemporaryFolder();
        var carry = FileAdapter.Into(files.File("out"));
        Assert.Equal(NoticeAnswer.Sent, carry(Message, default));
        Assert.Equal(NoticeAnswer.Sent, carry(Message, default));
        var file = Assert.Single(Directory.GetFiles(files.File("out")));
        Assert.Equal($"{Message.Id}.json", Path.GetFileName(file));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        // A folder that is none is tried again, and stops nobody.
        Assert.Equal(NoticeAnswer.Again, FileAdapter.Into(Path.Combine(file, "under"))(Message, default));
    }

    [Theory]
    [InlineData("""{"channels": {"sms": {"folder": "out"}}}""", null)]
    [InlineData("""{"channels": {"mail": {"command": ["/bin/true"], "seconds": 20}}, "every_seconds": 1}""", null)]
    [InlineData("""{"channels": {}}""", "TH1155")]
    [InlineData("""{"channels": {"smss": {"folder": "out"}}}""", "TH1157")]
    [InlineData("""{"channels": {"letter": {"folder": "out"}}}""", "TH1157")]
    [InlineData("""{"channels": {"sms": {}}}""", "TH1155")]
    [InlineData("""{"channels": {"sms": {"folder": "a", "command": ["b"]}}}""", "TH1155")]
    [InlineData("""{"channels": {"sms": {"command": []}}}""", "TH1155")]
    [InlineData("""{"channels": {"sms": {"command": ["b"], "seconds": 0}}}""", "TH1155")]
    [InlineData("""{"channels": {"sms": {"folder": "a"}}, "every_seconds": 61}""", "TH1155")]
    [InlineData("""{"channels": {"sms": {"folder": "a"}}, "quiet": {"from": 25, "until": 8}}""", "TH1155")]
    [InlineData("""{"chanels": {"sms": {"folder": "a"}}}""", "TH1155")]
    [InlineData("""{"channels": """, "TH1155")]
    [InlineData("null", "TH1155")]
    public void Settings_that_are_wrong_are_named(string text, string? code)
    {
        using var files = Repository.TemporaryFolder();
        File.WriteAllText(files.File("n.json"), text);
        var read = NoticeSettings.Read(files.File("n.json"));
        Assert.Equal(code, read.Ok ? null : read.Problems.Single().Code);
        Assert.Equal("TH1154", NoticeSettings.Read(files.File("none.json")).Problems.Single().Code);
        Assert.True(NoticeSettings.Read(files.File("folder")).Ok);
    }

    [Theory]
    [InlineData("sms", "138 0000-0001", "13800000001")]
    [InlineData("sms", "＋86 138 0000 0001", "13800000001")]
    [InlineData("sms", "+55 11 91234-5678", "+5511912345678")]
    [InlineData("voice", "123", null)]
    [InlineData("voice", "call my cousin", null)]
    [InlineData("sms", "12345678901234567890", null)]
    [InlineData("mail", " office@county.example ", "office@county.example")]
    [InlineData("mail", "Office <office@county.example>", null)]
    [InlineData("mail", "13800000001", null)]
    [InlineData("sms", null, null)]
    public void A_number_or_address_is_taken_as_people_write_it(string channel, string? written, string? normal) =>
        Assert.Equal(normal, NoticeAddresses.Normal(channel, written));

    private static bool Alive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited && !Zombie(process);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Ended, and not yet fetched by whoever inherited it.</summary>
    private static bool Zombie(int process) =>
        File.Exists($"/proc/{process}/stat")
        && File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].StartsWith('Z');
}
