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
        var unknown = parsed.Errors.Where(e => parsed.UnmatchedTokens.Any(t => Names(e, t))).ToList();
        // A mistyped verb is also a missing one; the first says all.
        foreach (var error in unknown.Count > 0 ? unknown : parsed.Errors)
            if (Of(parsed, error) is var problem && said.Add(problem.What.En))
                yield return problem;
    }

    private static Problem Of(ParseResult parsed, ParseError error)
    {
        if (error.SymbolResult is OptionResult { Implicit: false } option && Form(option.Option.ValueType) is { } form)
            return Misread(option.Option.Name, option.Tokens, form);
        if (
            error.SymbolResult is ArgumentResult { Tokens.Count: > 0 } argument
            && Form(argument.Argument.ValueType) is { } wanted
        )
            return Misread(argument.Argument.Name, argument.Tokens, wanted);
        var command = parsed.CommandResult.Command;
        if (command.Options.FirstOrDefault(o => o.Required && Names(error, o.Name)) is { } missing)
            return Needed(command, missing.Name, missing.Description);
        if (parsed.UnmatchedTokens.FirstOrDefault(t => Names(error, t)) is { } word)
        {
            var near = Nearest.To(word, Known(parsed, word));
            return CliProblems.Usage(
                $"不认识“{word}”{(near is null ? "" : $"，是否想写“{near}”")}",
                $"\"{word}\" is not known here{(near is null ? "" : $"; did you mean \"{near}\"")}"
            );
        }
        if (command.Subcommands.Count > 0 && error.SymbolResult is CommandResult)
        {
            var verbs = command.Subcommands.Select(c => c.Name).ToList();
            return CliProblems.Usage(
                $"{command.Name} 之后应写 {string.Join("、", verbs)} 之一",
                $"{command.Name} needs one of {string.Join(", ", verbs)}"
            );
        }
        return
            command.Arguments.FirstOrDefault(a => a.Arity.MinimumNumberOfValues > 0) is { } needed
            && error.SymbolResult is CommandResult or ArgumentResult
            ? Needed(command, needed.Name, needed.Description)
            : CliProblems.Usage(error.Message.TrimEnd('.'));
    }

    private static bool Names(ParseError error, string word) =>
        error.Message.Contains($"'{word}'", StringComparison.Ordinal);

    /// <param name="description">English and 中文, as help prints it.</param>
    private static Problem Needed(Command command, string name, string? description)
    {
        var parts = (description ?? name).Split(" · ");
        return CliProblems.Usage(
            $"{command.Name} 需要 {name}（{parts[^1]}）",
            $"{command.Name} needs {name} ({parts[0]})"
        );
    }

    private static Problem Misread(string name, IReadOnlyList<Token> tokens, Words form)
    {
        var given = string.Join(' ', tokens.Select(t => t.Value));
        return tokens.Count == 0
            ? CliProblems.Usage($"{name} 之后缺少{form.Zh}", $"{name} needs {form.En}")
            : CliProblems.Usage($"{name} 的“{given}”不是{form.Zh}", $"\"{given}\" after {name} is not {form.En}");
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
