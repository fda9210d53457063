using System.Globalization;
using Taihang.Methods.Read;
using Xunit;

namespace Taihang.Tests.Methods.Read;

public sealed class CelParserTests
{
    /// <summary>Precedence and association of the Common Expression Language (cel-spec, langdef).</summary>
    [Theory]
    [InlineData("a || b && c", "(a || (b && c))")]
    [InlineData("a && b || c && d", "((a && b) || (c && d))")]
    [InlineData("!a && b", "((! a) && b)")]
    [InlineData("!(a && b)", "(! (a && b))")]
    [InlineData("a == b && c != d", "((a == b) && (c != d))")]
    [InlineData("a + b * c - d", "((a + (b * c)) - d)")]
    [InlineData("a - b - c", "((a - b) - c)")]
    [InlineData("(a - (b - c))", "(a - (b - c))")]
    [InlineData("a + 1 < b * 2", "((a + 1) < (b * 2))")]
    [InlineData("-a * b", "((- a) * b)")]
    [InlineData("a - -1", "(a - (- 1))")]
    [InlineData("!!a", "(! (! a))")]
    [InlineData("a in [b, c] == d", "((a in [b, c]) == d)")]
    [InlineData("a ? b : c ? d : e", "(a ? b : (c ? d : e))")]
    [InlineData("a || b ? c : d", "((a || b) ? c : d)")]
    [InlineData("m.age >= 6 && m.age <= 15", "((m.age >= 6) && (m.age <= 15))")]
    [InlineData("members.filter(m, !m.a).size() > 2", "(members.filter(m, (! m.a)).size() > 2)")]
    [InlineData("line[household.zone] * 2", "(line[household.zone] * 2)")]
    [InlineData("per(a, b) < c", "(per(a, b) < c)")]
    [InlineData("has(a.b) && 'x' in a.c", "(has(a.b) && (\"x\" in a.c))")]
    [InlineData("0.25 <= 1.5\n\t", "(0.25 <= 1.5)")]
    [InlineData("index < inner", "(index < inner)")]
    public void Operators_bind_as_the_language_says(string text, string grouped) =>
        Assert.Equal(grouped, Group(CelParser.Parse(text)));

    private static string Group(CelNode node) =>
        node switch
        {
            CelNode.Number n => n.Digits,
            CelNode.Quote q => $"\"{q.Value}\"",
            CelNode.Truth t => t.Value.ToString(CultureInfo.InvariantCulture),
            CelNode.Name n => n.Id,
            CelNode.Field f => $"{Group(f.Of)}.{f.Id}",
            CelNode.Call c =>
                $"{(c.On is null ? "" : Group(c.On) + ".")}{c.Function}({string.Join(", ", c.Arguments.Select(Group))})",
            CelNode.Index i => $"{Group(i.Of)}[{Group(i.Key)}]",
            CelNode.Unary u => $"({u.Operator} {Group(u.Of)})",
            CelNode.Binary b => $"({Group(b.Left)} {b.Operator} {Group(b.Right)})",
            CelNode.Choice c => $"({Group(c.If)} ? {Group(c.Then)} : {Group(c.Else)})",
            CelNode.Items i => $"[{string.Join(", ", i.All.Select(Group))}]",
            _ => throw new InvalidOperationException(node.GetType().Name),
        };
}
