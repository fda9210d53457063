using System.CommandLine;
using System.CommandLine.Parsing;
using Taihang.Core.Common;

namespace Taihang.Cli;

/// <summary>Says in both languages what is wrong with a command line that cannot be read.</summary>
public static class Usage
{
    public static IEnumerable<Problem> Of(ParseResult parsed)
    {
        var said = new HashSet<string>();
        foreach (var error in parsed.Errors)
            if (Of(parsed, error) is var problem && said.Add(problem.What.En))
                yield return problem;
    }

    private static Problem Of(ParseResult parsed, ParseError error)
    {
        if (error.SymbolResult is OptionResult { Implicit: false } option && Form(option.Option.ValueType) is { } form)
            return Misread(option.Option.Name, option.Tokens, form);
        if (error.SymbolResult is ArgumentResult { Tokens.Count: > 0 } argument && Form(argument.Argument.ValueType) is { } wanted)
            return Misread(argument.Argument.Name, argument.Tokens, wanted);
        var command = parsed.CommandResult.Command;
        var missing = command.Options.FirstOrDefault(o =>
            o.Required && error.Message.Contains($"'{o.Name}'", StringComparison.Ordinal)
        );
        if (missing is not null)
            return CliProblems.Usage($"{command.Name} 需要 {missing.Name}（{missing.Description}）", $"{command.Name} needs {missing.Name} ({missing.Description})"
            );
        if (parsed.UnmatchedTokens.FirstOrDefault(t => error.Message.Contains($"'{t}'", StringComparison.Ordinal)) is { } word)
        {
            var near = Nearest.To(word, Known(parsed, word));
            return CliProblems.Usage(
                    $"不认识“{word}”{(near is null ? "" : $"，是否想写“{near}”")}",
                    $"\"{word}\" is not known here{(near is null ? "" : $"; did you mean \"{near}\"")}"
                
            );
        }
        if (command.Arguments.FirstOrDefault(a => a.Arity.MinimumNumberOfValues > 0) is { } needed && error.SymbolResult is CommandResult or ArgumentResult)
            return CliProblems.Usage($"{command.Name} 需要 {needed.Name}（{needed.Description}）", $"{command.Name} needs {needed.Name} ({needed.Description})"
            );
        return CliProblems.Usage(error.Message.TrimEnd('.'));
    }

    private static Problem Misread(string name, IReadOnlyList<Token> tokens, Words form)
    {
        var given = string.Join(' ', tokens.Select(t => t.Value));
        return tokens.Count == 0
            ? CliProblems.Usage($"{name} 之后缺少{form.Zh}", $"{name} needs {form.En}")
            : CliProblems.Usage($"{name} 的“{given}”不是{form.Zh}", $"\"{given}\" after {name} is not {form.En}"
            );
    }

    private static IEnumerable<string> Known(ParseResult parsed, string word) =>
        word.StartsWith('-')
            ? parsed.CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(o => o.Name)
            : parsed.CommandResult.Command.Subcommands.Select(c => c.Name);

    private static Words? Form(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(DateOnly) ? new("日期，应写成 2026-01-31", "a day, written like 2026-01-31")
            : type == typeof(int) ? new("整数", "a whole number")
            : type == typeof(double) ? new("数，应写成 0.95", "a number, written like 0.95")
            : type == typeof(Guid) ? new("编号，应照清单抄写", "an identifier as the lists give it")
            : type.IsEnum
                ? new(
                    $"可选的词（{string.Join("、", Enum.GetNames(type).Select(n => n.ToLowerInvariant()))}）",
                    $"one of {string.Join(", ", Enum.GetNames(type).Select(n => n.ToLowerInvariant()))}"
                )
            : type == typeof(string) ? new("内容", "a value")
            : null;
    }
}
