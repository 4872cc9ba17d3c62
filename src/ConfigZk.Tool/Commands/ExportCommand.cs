using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Writes the configuration at one zxid to a file, a folder, or the standard output. The output contains secrets.</summary>
internal sealed class ExportCommand : ManagedRootCommand
{
    private readonly Argument<string?> _file = new("file") { Description = "The file or folder, which only its owner can read. The default is the standard output.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<StateFormat?> _format = new("--format") { CustomParser = result => ParsedValue.Choice<StateFormat>(result), Description = "The format. The default is inferred from the file name." };

    public ExportCommand(ToolShell shell)
        : base(shell, "export", "Writes the configuration at one zxid to a file. It contains secrets.", no: "it does not exist, or the format cannot contain it")
    {
        Add(_file);
        Add(_format);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        var file = context.GetOrDefault(_file);
        if (file is null or "-" && context.Get(_format) == StateFormat.Folder)
        {
            throw ToolException.Usage("The standard output is not a folder.", "Name the folder to write to.");
        }

        var state = await PresentPath.ReadAsync(root, target, cancellationToken);
        if (file is not (null or "-"))
        {
            await StateFile.SaveAsync(state, file, context.Get(_format), cancellationToken);
            context.Results.Report(
                "export",
                () => new JsonObject { ["path"] = state.Root, ["file"] = file, ["znodes"] = state.Znodes.Count, ["zxid"] = $"0x{state.Zxid:x}" },
                $"{state.Znodes.Count} znodes of {state.Root} at zxid 0x{state.Zxid:x} are in {file}");
        }
        else
        {
            var format = context.Get(_format) ?? throw ToolException.Usage("--format is missing: the standard output has no file name, so the format cannot be inferred.", "Add --format yaml, or name a file such as shop.yaml.");
            await context.Console.Out.WriteAsync(Encoding.UTF8.GetString(StateFile.Write(state, format)).AsMemory(), cancellationToken);
        }

        return ExitCode.Done;
    }
}
