using Xunit;

namespace Taihang.Tests.Store.Cli;

/// <summary>What an outsider does, from the first checkpoint to a refused log, by the command line alone.</summary>
public sealed class AuditVerbTests
{
    private const string County = "130624";

    [Fact]
    public async Task A_log_is_noted_grows_is_witnessed_exported_and_one_flipped_bit_is_refused()
    {
        using var files = Repository.TemporaryFolder();
        await Done("init");
        await Set("8000", "2026-01-01", "2026-12-31");
        await Set("8700", "2027-01-01", "2027-12-31");
        await Done("audit", "key", "--out", files.File("key.pem"));
        await Done("audit", "checkpoint", "--county", County, "--out", files.File("old"));
        await Witness(0, "old");
        await Set("9000", "2028-01-01", "2028-12-31");
        await Done("audit", "checkpoint", "--county", County, "--since", files.File("old"), "--out", files.File("new"));
        await Witness(0, "new");
        Assert.Contains("TH0245", await Witness(1, "old"), StringComparison.Ordinal);
        await Done("audit", "export", "--county", County, "--out", files.File("log"));
        string[] check =
        [
            "audit",
            "verify",
            "--log",
            files.File("log"),
            "--checkpoint",
            files.File("old"),
            "--checkpoint",
            files.File("log.checkpoint"),
            "--public-key",
            files.File("key.pem"),
        ];
        Assert.Contains("3 entries", await Done(check), StringComparison.Ordinal);
        Assert.Contains(
            County,
            await Done("audit", "verify", "--checkpoint", files.File("old")),
            StringComparison.Ordinal
        );
        var act = File.ReadLines(files.File("log")).Last().Split('\t')[1];
        await Done("audit", "prove", act, "--open", "--out", files.File("proof"));
        Assert.Contains(
            "entry 3",
            await Done("audit", "verify", "--proof", files.File("proof"), "--public-key", files.File("key.pem")),
            StringComparison.Ordinal
        );
        var bytes = File.ReadAllBytes(files.File("log"));
        bytes[60] ^= 1;
        File.WriteAllBytes(files.File("log"), bytes);
        Assert.Contains("TH0246", await Run(1, check), StringComparison.Ordinal);
        // The store goes on: nothing of this needs it.
        Assert.Contains("130624", await Done("audit", "verify", "--county", County), StringComparison.Ordinal);

        Task<string> Done(params string[] arguments) => Run(0, arguments);

        Task<string> Set(string value, string from, string to) =>
            Done(
                "parameter",
                "set",
                "monitor_range",
                value,
                "--county",
                County,
                "--from",
                from,
                "--to",
                to,
                "--document",
                "No. 1"
            );

        Task<string> Witness(int code, string file) =>
            Run(
                code,
                "audit",
                "witness",
                "add",
                files.File(file),
                "--public-key",
                files.File("key.pem"),
                "--seen",
                files.File("seen")
            );

        async Task<string> Run(int code, params string[] arguments)
        {
            var ran = await CommandLine.Run([
                .. arguments,
                "--database",
                files.File("t.db"),
                "--key",
                files.File("master.key"),
                "--language",
                "en",
            ]);
            Assert.True(ran.Code == code, $"{string.Join(' ', arguments)}: {ran.Code} {ran.Output}{ran.Error}");
            return ran.Output + ran.Error;
        }
    }
}
