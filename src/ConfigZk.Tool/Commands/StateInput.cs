using System.CommandLine;
using System.Text;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>The options that name a desired state: a file, a folder, or the standard input.</summary>
internal sealed class StateInput
{
    public Option<string?> File { get; } = new("--file", "-f") { Description = "The file or folder with the desired configuration; - is the standard input.", HelpName = "file" };

    public Option<StateFormat?> Format { get; } = new("--format") { CustomParser = result => ParsedValue.Choice<StateFormat>(result), Description = "The format. The default is inferred from the file name." };

    public Option<bool> Prune { get; } = new("--prune") { Description = "Deletes what the file does not contain, below the path." };

    public Option<bool> AllowDeletingAll { get; } = new("--allow-deleting-all") { Description = "Lets --prune delete everything." };

    public void AddTo(Command command)
    {
        command.Add(File);
        command.Add(Format);
        command.Add(Prune);
        command.Add(AllowDeletingAll);
    }

    public PlanOptions OptionsOf(CommandContext context, Target target) => new()
    {
        Secrets = target.Profile.ToCipher(),
        Prune = context.Get(Prune),
        AllowDeletingAll = context.Get(AllowDeletingAll),
    };

    public async Task<DesiredState> ReadAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var file = context.Get(File) ?? throw ToolException.Usage("--file is missing.");
        var format = context.Get(Format);
        if (file == "-")
        {
            var known = format ?? throw ToolException.Usage("--format is missing: the standard input has no file name, so the format cannot be inferred.");
            return known == StateFormat.Folder
                ? throw ToolException.Usage("The standard input is not a folder.", "Name the folder to read.")
                : Parse(await context.ReadInputAsync(cancellationToken), known);
        }

        return System.IO.File.Exists(file) || Directory.Exists(file)
            ? await StateFile.LoadAsync(file, format, cancellationToken)
            : throw ToolException.Usage($"'{file}' does not exist.");
    }

    private static DesiredState Parse(string input, StateFormat format)
    {
        try
        {
            return StateFile.Read(Encoding.UTF8.GetBytes(input), format);
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException($"Cannot read the standard input: {e.Message}", e);
        }
    }
}
