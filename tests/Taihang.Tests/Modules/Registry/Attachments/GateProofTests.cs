using System.Collections.Concurrent;
using Taihang.Core.Registry.Attachments;
using Taihang.Modules.Registry.Attachments;
using Xunit;

namespace Taihang.Tests.Modules.Registry.Attachments;

/// <summary>The bar of the gate: of files with a planted number 99.9 of a hundred are refused, of clean files at most one in a hundred.</summary>
public sealed class GateProofTests(ITestOutputHelper output)
{
    private const double Caught = 0.999;
    private const double FalseAlarms = 0.01;
    private static readonly DateOnly Today = new(2026, 11, 23);

    private static readonly Func<FileText, FileText?> Whole = text => text;

    /// <summary>Digits are those of ASCII.</summary>
    private static readonly Func<FileText, FileText?> WithoutFolding = text =>
        text with
        {
            Text = string.Concat(text.Text.Select(c => c < 0x80 || !char.IsNumber(c) ? c : '?')),
        };

    /// <summary>Reads the sheets that a person sees.</summary>
    private static readonly Func<FileText, FileText?> WithoutHiddenSheets = text =>
        text.At.Sheet is "备份" or "底稿" ? null : text;

    [Fact]
    public void Planted_numbers_are_found_and_clean_files_pass() => Hold(800, 800);

    [Fact]
    [Trait("Proof", "long")]
    public void Planted_numbers_are_found_and_clean_files_pass_in_many_files() =>
        Hold(LongProof.Times(20_000, 400_000), LongProof.Times(20_000, 400_000));

    [Fact]
    public void A_gate_that_does_not_fold_digits_fails_the_bar() =>
        Assert.True(Rate(600, LabelledFiles.Planted, WithoutFolding).Share < Caught);

    [Fact]
    public void A_gate_that_skips_hidden_sheets_fails_the_bar() =>
        Assert.True(Rate(600, LabelledFiles.Planted, WithoutHiddenSheets).Share < Caught);

    /// <summary>One that refuses whatever has eleven digits in a row would catch well, and refuse half of what offices print.</summary>
    [Fact]
    public void A_gate_that_refuses_every_long_number_fails_the_bar() =>
        Assert.True(
            Rate(
                600,
                LabelledFiles.Clean,
                text =>
                    System.Text.RegularExpressions.Regex.IsMatch(text.Text, "[0-9]{11}")
                        ? text with
                        {
                            Text = "13900000000",
                        }
                        : null
            ).Share > FalseAlarms
        );

    private void Hold(int planted, int clean)
    {
        var caught = Rate(planted, LabelledFiles.Planted, Whole);
        var alarms = Rate(clean, LabelledFiles.Clean, Whole);
        output.WriteLine(
            $"{planted} files with a number: {caught.Share:P3} refused; {clean} clean files: {alarms.Share:P3} refused"
        );
        Assert.True(caught.Share >= Caught, $"{caught.Share:P3} caught\n" + string.Join('\n', caught.Others.Take(40)));
        Assert.True(
            alarms.Share <= FalseAlarms,
            $"{alarms.Share:P3} false alarms\n" + string.Join('\n', alarms.Refused.Take(40))
        );
    }

    private static (double Share, List<string> Refused, List<string> Others) Rate(
        int files,
        Func<int, string?, string?, LabelledFile> make,
        Func<FileText, FileText?> twin
    ) => Rate(files, seed => make(seed, null, null), twin);

    /// <returns>The share of files that the gate refuses, and those that it refuses and lets pass, in words.</returns>
    private static (double Share, List<string> Refused, List<string> Others) Rate(
        int files,
        Func<int, LabelledFile> make,
        Func<FileText, FileText?> twin
    )
    {
        var (refused, others) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        Parallel.For(
            0,
            files,
            seed =>
            {
                var file = make(seed);
                var content = ReadContent.Run(file.Name, file.Bytes);
                Assert.True(
                    content.Ok,
                    $"{seed} {file.Name} {file.Carrier}: {(content.Ok ? "" : content.Problems[0])}"
                );
                var seen = content.Value with { Texts = [.. content.Value.Texts.Select(twin).OfType<FileText>()] };
                var answer = AttachmentRules.Decide(file.Name, seen, AttachmentPurpose.Notice, seen: true, Today);
                (answer.Refusals.Count > 0 ? refused : others).Add(
                    $"{seed} {file.Name} {file.Carrier} {file.Disguise} {file.Number} {string.Join(", ", answer.Findings.Take(3))}"
                );
            }
        );
        return (refused.Count / (double)files, [.. refused], [.. others]);
    }
}
