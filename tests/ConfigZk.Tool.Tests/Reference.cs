using System.CommandLine;
using System.Text;
using ConfigZk.Tool.Invocation;

namespace ConfigZk.Tool.Tests;

/// <summary>Writes docs/configzk-commands.md from the commands.</summary>
internal static class Reference
{
    public static string Write(RootCommand root)
    {
        var text = new StringBuilder("""
            # Commands of configzk

            [configzk](configzk.md) explains the concepts and the exit codes.

            Options of every command:


            """);
        WriteOptions(text, root);
        foreach (var (name, command) in Flatten(root, "").OrderBy(command => command.Name, StringComparer.Ordinal))
        {
            var arguments = string.Concat(command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0 || argument.HasDefaultValue ? $" [{argument.Name}]" : $" {argument.Name}"));
            text.Append($"\n## {name}\n\n`configzk {name}{arguments}`\n\n{command.Description}{(command.No == "never" ? "" : $" Exits with 1 if {command.No}.")}\n\n");
            WriteTable(text, [.. command.Arguments.Select(argument => (argument.Name, argument.Description!)), .. Options(command)]);
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static IEnumerable<(string Name, ToolCommand Command)> Flatten(Command parent, string prefix) => parent.Subcommands.SelectMany(command =>
        Flatten(command, $"{prefix}{command.Name} ").Concat(command is ToolCommand own ? [(prefix + own.Name, own)] : []));

    private static void WriteOptions(StringBuilder text, Command command) => WriteTable(text, [.. Options(command)]);

    private static IEnumerable<(string Name, string Description)> Options(Command command) => command.Options
        .Where(option => option.Name is not ("--help" or "--version"))
        .Select(option => (string.Join(", ", new[] { option.Name }.Concat(option.Aliases)), option.Description + Default(option)));

    private static string Default(Option option) =>
        option.HasDefaultValue && option.GetDefaultValue() is { } value and not false ? $" The default is {value.ToString()!.ToLowerInvariant()}." : "";

    private static void WriteTable(StringBuilder text, IReadOnlyList<(string Name, string Description)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        text.Append("| | |\n|---|---|\n");
        foreach (var (name, description) in rows)
        {
            text.Append($"| `{name}` | {description} |\n");
        }
    }
}
