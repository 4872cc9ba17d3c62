using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool.Commands;

/// <summary>Prints the data of one znode.</summary>
internal sealed class GetCommand(ToolShell shell)
    : PathCommand(shell, "get", "Prints the data of a znode.", no: "it does not exist, has no data, or looks like a secret")
{
    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var client = await context.ConnectAsync(target, cancellationToken);
        await client.SyncAsync(cancellationToken);
        var (data, stat) = await client.GetDataAsync(target.Path, cancellationToken: cancellationToken);
        var values = context.ValuesOf(target);
        if (data is not null && values.IsHidden(target.Path, data))
        {
            throw new ToolException(ExitCode.No, $"'{target.Path}' looks like a secret, or contains one.", "Add --reveal to see it.");
        }

        if (data is null && context.Results.IsForPeople)
        {
            throw new ToolException(ExitCode.No, $"'{target.Path}' has no data.", $"See what is below it with configzk ls {target.Path}.");
        }

        context.Results.Write(
            "znode",
            () => new JsonObject
            {
                ["path"] = target.Path,
                ["value"] = values.Plain(target.Path, data),
                ["isText"] = data is null || ValueView.Text(data) is not null,
                ["version"] = stat.Version,
                ["mzxid"] = $"0x{stat.Mzxid:x}",
            },
            writer => writer.WriteLine(ShowText(context.Console, data!)));
        return data is null ? ExitCode.No : ExitCode.Done;
    }

    // Writes the text unchanged to a file or a pipe. Escapes it on a terminal, which control characters could take over.
    private static string ShowText(ToolConsole console, byte[] data) => ValueView.Text(data) is not { } text
        ? throw new ToolException(ExitCode.No, "The data is not text.", "Use --output json, which contains it in base64.")
        : console.IsTerminal ? string.Join('\n', text.Split('\n').Select(ValueView.Escape)) : text;
}
