using System.CommandLine;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool.Commands;

/// <summary>Checks a file without a server: its syntax, and that every key can be a znode.</summary>
internal sealed class ValidateCommand : ToolCommand
{
    private readonly Argument<string> _file = new("file") { Description = "The file or folder." };
    private readonly StateInput _input = new();

    public ValidateCommand(ToolShell shell)
        : base(shell, "validate", "Checks a file without a server.", no: "the file is invalid")
    {
        Add(_file);
        Add(_input.Format);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var file = context.Get(_file);
        if (!File.Exists(file) && !Directory.Exists(file))
        {
            throw ToolException.Usage($"'{file}' does not exist.");
        }

        var state = await Configuration.ZooKeeper.Revisions.StateFile.LoadAsync(file, context.Get(_input.Format), cancellationToken);
        context.Results.Write(
            "validation",
            () => new JsonObject { ["file"] = file, ["isValid"] = true, ["znodes"] = state.Znodes.Count },
            writer => writer.WriteLine($"{file} is valid: {state.Znodes.Count} znodes"));
        return ExitCode.Done;
    }
}
