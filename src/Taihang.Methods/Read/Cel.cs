using Taihang.Core.Common;

namespace Taihang.Methods.Read;

/// <summary>A parsed expression, before names and types are known. <paramref name="At"/> counts characters from the start of the text.</summary>
public abstract record CelNode(int At)
{
    public sealed record Number(string Digits, int At) : CelNode(At);

    public sealed record Quote(string Value, int At) : CelNode(At);

    public sealed record Truth(bool Value, int At) : CelNode(At);

    public sealed record Name(string Id, int At) : CelNode(At);

    public sealed record Field(CelNode Of, string Id, int At) : CelNode(At);

    public sealed record Call(CelNode? On, string Function, IReadOnlyList<CelNode> Arguments, int At) : CelNode(At);

    public sealed record Index(CelNode Of, CelNode Key, int At) : CelNode(At);

    public sealed record Unary(string Operator, CelNode Of, int At) : CelNode(At);

    public sealed record Binary(string Operator, CelNode Left, CelNode Right, int At) : CelNode(At);

    public sealed record Choice(CelNode If, CelNode Then, CelNode Else, int At) : CelNode(At);

    public sealed record Items(IReadOnlyList<CelNode> All, int At) : CelNode(At);
}

/// <summary>What stops an expression from being read, and where in it.</summary>
public sealed class CelException(int at, Words what) : Exception(what.En)
{
    public int At { get; } = at;

    public Words What { get; } = what;
}

/// <summary>
/// Reads expressions in the grammar of the Common Expression Language (cel-spec, langdef): precedence, literals, member access,
/// calls and macros. docs/packs-expressions.md lists what is left out.
/// </summary>
public sealed class CelParser
{
    private static readonly string[][] Levels =
    [
        ["||"],
        ["&&"],
        ["==", "!=", "<=", ">=", "<", ">", "in"],
        ["+", "-"],
        ["*", "/", "%"],
    ];
    private static readonly string[] Symbols =
    [
        "||",
        "&&",
        "==",
        "!=",
        "<=",
        ">=",
        "<",
        ">",
        "+",
        "-",
        "*",
        "/",
        "%",
        "!",
        "(",
        ")",
        "[",
        "]",
        ".",
        ",",
        "?",
        ":",
    ];

    /// <summary>Deeper nesting is nobody's rule.</summary>
    private const int MostDeep = 60;
    private readonly List<(string Kind, string Text, int At)> tokens = [];
    private int next;
    private int deep;

    private CelParser(string text) => Tokenise(text);

    /// <exception cref="CelException">The text is not an expression.</exception>
    public static CelNode Parse(string text)
    {
        var parser = new CelParser(text);
        var node = parser.Choice();
        if (parser.Peek.Kind != "end")
            throw parser.Unexpected();
        return node;
    }

    private (string Kind, string Text, int At) Peek => tokens[next];

    private CelNode Choice()
    {
        Deeper();
        var condition = Binary(0);
        if (Take("?", out var at))
        {
            var then = Choice();
            Expect(":");
            condition = new CelNode.Choice(condition, then, Choice(), at);
        }
        deep--;
        return condition;
    }

    private void Deeper()
    {
        if (++deep > MostDeep)
            throw new CelException(Peek.At, new Words("表达式嵌套过深", "the expression is nested too deeply"));
    }

    private CelNode Binary(int level)
    {
        if (level == Levels.Length)
            return Unary();
        var left = Binary(level + 1);
        while (Peek.Kind is "symbol" or "name" && Levels[level].Contains(Peek.Text))
        {
            var (_, symbol, at) = tokens[next++];
            left = new CelNode.Binary(symbol, left, Binary(level + 1), at);
        }
        return left;
    }

    private CelNode Unary()
    {
        var symbol = Peek.Text;
        if (!Take("!", out var at) && !Take("-", out at))
            return Postfix();
        Deeper();
        var of = Unary();
        deep--;
        return new CelNode.Unary(symbol, of, at);
    }

    private CelNode Postfix()
    {
        var node = Primary();
        while (true)
        {
            if (Take(".", out _))
            {
                var (kind, id, at) = tokens[next++];
                if (kind != "name")
                    throw Unexpected(at);
                node = Take("(", out _)
                    ? new CelNode.Call(node, id, Arguments(")"), at)
                    : new CelNode.Field(node, id, at);
            }
            else if (Take("[", out var at))
            {
                node = new CelNode.Index(node, Choice(), at);
                Expect("]");
            }
            else
                return node;
        }
    }

    private CelNode Primary()
    {
        var (kind, text, at) = tokens[next++];
        switch (kind)
        {
            case "number":
                return new CelNode.Number(text, at);
            case "text":
                return new CelNode.Quote(text, at);
            case "name" when text is "true" or "false":
                return new CelNode.Truth(text == "true", at);
            case "name":
                return Take("(", out _) ? new CelNode.Call(null, text, Arguments(")"), at) : new CelNode.Name(text, at);
            case "symbol" when text == "(":
                var inner = Choice();
                Expect(")");
                return inner;
            case "symbol" when text == "[":
                return new CelNode.Items(Arguments("]"), at);
            default:
                throw Unexpected(at);
        }
    }

    private List<CelNode> Arguments(string close)
    {
        var arguments = new List<CelNode>();
        if (Take(close, out _))
            return arguments;
        do arguments.Add(Choice());
        while (Take(",", out _));
        Expect(close);
        return arguments;
    }

    private bool Take(string symbol, out int at)
    {
        at = Peek.At;
        if (Peek.Kind != "symbol" || Peek.Text != symbol)
            return false;
        next++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol, out var at))
            throw new CelException(at, new Words($"这里应是“{symbol}”", $"\"{symbol}\" is expected here"));
    }

    private CelException Unexpected(int? at = null)
    {
        var token = tokens.Find(t => t.At == (at ?? Peek.At));
        return token.Kind == "end"
            ? new CelException(token.At, new Words("表达式没有写完", "the expression ends too early"))
            : new CelException(token.At, CannotStand(Negated(token) ? token with { Text = "not" } : token));
    }

    /// <summary>What stands after a "not" is not to blame.</summary>
    private bool Negated((string Kind, string Text, int At) token) =>
        tokens.IndexOf(token) is > 0 and var at && tokens[at - 1] is ("name", "not" or "NOT" or "Not", _);

    private static Words CannotStand((string Kind, string Text, int At) token)
    {
        var instead = (token.Kind == "text" ? "text" : token.Text.ToUpperInvariant()) switch
        {
            "AND" => new Words("：“且”写成 &&", ": \"and\" is written &&"),
            "OR" => new Words("：“或”写成 ||", ": \"or\" is written ||"),
            "NOT" => new Words("：“非”写成 !", ": \"not\" is written !"),
            "IS" => new Words("：相等写成 ==，没有记录写成 !has(…)", ": equal is written ==, not recorded is !has(…)"),
            "BETWEEN" => new Words("：应写成 a >= 下限 && a <= 上限", ": write a >= least && a <= most"),
            "THEN" or "IF" or "CASE" or "WHEN" => new Words("：应写成 条件 ? 甲 : 乙", ": write condition ? a : b"),
            ">" => new Words("：不等写成 !=", ": not equal is written !="),
            "." => new Words(
                "：小数写成 0.5，区间写成 a >= 6 && a <= 15",
                ": a decimal is written 0.5, a range a >= 6 && a <= 15"
            ),
            "?" => new Words(
                "：没有可选值；没有记录请用 has 与 coalesce",
                ": there are no optional values, use has and coalesce"
            ),
            "/" => new Words("：注释写在 YAML 中，以 # 开头", ": a comment belongs in the YAML, after #"),
            "text" => new Words(
                "：文字只写成 'text' 或 \"text\"",
                ": a text is written 'text' or \"text\", in no other way"
            ),
            _ => new Words("", ""),
        };
        return new Words($"这里不能写“{token.Text}”{instead.Zh}", $"\"{token.Text}\" cannot stand here{instead.En}");
    }

    private void Tokenise(string text)
    {
        for (var at = 0; at < text.Length; )
        {
            var start = at;
            var c = text[at];
            if (char.IsWhiteSpace(c))
                at++;
            else if (char.IsAsciiLetter(c) || c == '_')
            {
                while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
                    at++;
                tokens.Add(("name", text[start..at], start));
            }
            else if (char.IsAsciiDigit(c))
            {
                while (
                    at < text.Length
                    && (
                        char.IsAsciiDigit(text[at])
                        || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))
                    )
                )
                    at++;
                if (at < text.Length && (char.IsAsciiLetter(text[at]) || text[at] == '_'))
                    throw new CelException(at, NumberSuffix(text[at]));
                tokens.Add(("number", text[start..at], start));
            }
            else if (c is '"' or '\'')
            {
                at = text.IndexOf(c, start + 1);
                if (at < 0)
                    throw new CelException(start, new Words("引号没有闭合", "the quotation mark is not closed"));
                at++;
                if (text.IndexOf('\\', start, at - start) is >= 0 and var escape)
                    throw new CelException(
                        escape,
                        new Words(
                            "引号内不能写反斜杠：没有转义；含一种引号的文字用另一种引起来",
                            "a backslash cannot stand between quotation marks: there are no escapes, put a text that holds one mark between the other"
                        )
                    );
                tokens.Add(("text", text[(start + 1)..(at - 1)], start));
            }
            else if (Array.Find(Symbols, s => text.AsSpan(at).StartsWith(s, StringComparison.Ordinal)) is { } symbol)
            {
                at += symbol.Length;
                tokens.Add(("symbol", symbol, start));
            }
            else
                throw new CelException(start, StrangeCharacter(c));
        }
        tokens.Add(("end", "", text.Length));
    }

    private static Words NumberSuffix(char c) =>
        c switch
        {
            'e' or 'E' => new(
                $"数字后不能写“{c}”：请写出全部数字，如 1000 而不是 1e3",
                $"\"{c}\" cannot follow a number: write all its digits, 1000 and not 1e3"
            ),
            'x' or 'X' => new("没有十六进制：请写成十进制", "there are no hexadecimal numbers: write it in decimal"),
            'u' or 'U' => new("没有无符号数：去掉 u", "there are no unsigned numbers: leave out the u"),
            _ => new($"数字后不能写“{c}”", $"\"{c}\" cannot follow a number"),
        };

    private static Words StrangeCharacter(char c) =>
        c switch
        {
            '=' => new("不认识的字符“=”：相等写成 ==", "the character \"=\" is not known: equal is written =="),
            '&' => new("不认识的字符“&”：“且”写成 &&", "the character \"&\" is not known: \"and\" is written &&"),
            '|' => new("不认识的字符“|”：“或”写成 ||", "the character \"|\" is not known: \"or\" is written ||"),
            '{' or '}' => new(
                $"不认识的字符“{c}”：没有映射与消息；查表请用带键的参数",
                $"the character \"{c}\" is not known: there are no maps or messages, look up in a keyed parameter"
            ),
            '≥' or '≤' or '≠' => new(
                $"不认识的字符“{c}”：写成 >=、<= 或 !=",
                $"the character \"{c}\" is not known: it is written >=, <= or !="
            ),
            '“' or '”' or '‘' or '’' => new(
                $"不认识的字符“{c}”：请用直引号 '…'",
                $"the character \"{c}\" is not known: use straight quotation marks '…'"
            ),
            _ => new($"不认识的字符“{c}”", $"the character \"{c}\" is not known"),
        };
}
