using System.CommandLine;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Prints a line for a key file, with a new random key.</summary>
internal sealed class NewKeyCommand : ToolCommand
{
    private readonly Argument<string> _id = new("id") { Description = "The id of the key, such as 2026." };

    public NewKeyCommand(ToolShell shell)
        : base(shell, "new-key", "Prints a line with a new random key for a key file.", no: "never") => Add(_id);

    protected override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var line = SecretKeys.NewKey(context.Get(_id));
        context.Results.Write("key", () => new JsonObject { ["line"] = line }, writer => writer.WriteLine(line));
        return Task.FromResult(ExitCode.Done);
    }
}
