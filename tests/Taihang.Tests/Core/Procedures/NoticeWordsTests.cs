using System.Reflection;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Xunit;

namespace Taihang.Tests.Core.Procedures;

/// <summary>No fact about a person can come into a message: what its words are made from cannot hold one.</summary>
public sealed class NoticeWordsTests
{
    /// <summary>Types that hold a day, a moment, or one of a closed set of the program's own words.</summary>
    private static readonly Type[] Harmless =
    [
        typeof(DateOnly),
        typeof(DateTimeOffset),
        typeof(StepKind),
        typeof(NoticeOffice),
    ];

    private static readonly NoticeFacts Facts = new(
        new DateOnly(2026, 3, 2),
        new DateOnly(2026, 3, 17),
        new DateOnly(2026, 5, 1),
        StepKind.Check,
        NoticeOffice.County,
        new DateTimeOffset(2026, 3, 2, 8, 5, 0, TimeSpan.Zero)
    );

    [Fact]
    public void What_a_notice_is_made_from_can_hold_no_text() => Assert.Empty(Texts(typeof(NoticeFacts)));

    /// <summary>The twin's template uses a raw field: what the person wrote.</summary>
    [Fact]
    public void A_template_that_uses_a_raw_field_is_caught()
    {
        Assert.Equal(["Said"], Texts(typeof(WithRawField)));
        Assert.Equal(["Title"], Texts(typeof(WithTitle)));
    }

    [Fact]
    public void Each_kind_has_its_words_in_both_languages_with_its_days_and_nothing_unsaid()
    {
        foreach (var kind in Enum.GetValues<NoticeKind>())
        foreach (var facts in new[] { Facts, new NoticeFacts(Facts.Day) })
        foreach (var together in new[] { 1, 3 })
        {
            var text = NoticeWords.Text(kind, facts, together);
            Assert.All(
                new[] { text.Zh, text.En },
                one =>
                {
                    Assert.InRange(one.Length, 12, 300);
                    Assert.DoesNotContain("  ", one, StringComparison.Ordinal);
                    Assert.DoesNotContain(one, c => c is '{' or '}' or '\n');
                    // No run of digits as long as a number of anybody.
                    Assert.DoesNotMatch("[0-9]{5,}", one);
                }
            );
            Assert.DoesNotContain(text.En, c => c > 0x2fff);
            Assert.NotEqual(text.Zh, text.En);
            Assert.NotEmpty(NoticeWords.Title(kind).Zh);
        }
    }

    [Fact]
    public void A_decision_tells_the_way_to_appeal_and_not_what_was_decided()
    {
        var text = NoticeWords.Text(NoticeKind.Decided, Facts);
        Assert.Equal(
            "您的事项已于2026年3月2日作出决定。凭回执码查看结果和理由，或到村里询问。如不同意，可在2026年5月1日前申诉，由县级办公室听取：凭回执码在网站提出，或口头、书面告诉村里代为记录。",
            text.Zh
        );
        Assert.Equal(
            "Your case was decided on 2 March 2026. See the outcome and its reasons with your receipt code, or ask at the village office. If you disagree, appeal until 1 May 2026; the county office hears it: with your receipt code on the site, or by word or on paper at the village office.",
            text.En
        );
    }

    [Fact]
    public void Several_tasks_of_an_office_are_one_message()
    {
        Assert.Equal(
            "1 case waits for your office (a check, due 17 March 2026). Open \"Tasks\".",
            NoticeWords.Text(NoticeKind.TaskWaits, Facts).En
        );
        Assert.Equal(
            "3 cases wait for your office. Open \"Tasks\".",
            NoticeWords.Text(NoticeKind.TaskWaits, Facts, 3).En
        );
    }

    private static List<string> Texts(Type facts) =>
        [
            .. facts
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => !Harmless.Contains(Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType))
                .Select(p => p.Name),
        ];

    private sealed record WithRawField(DateOnly Day, string Said);

    private sealed record WithTitle(DateOnly Day, Words Title);
}
