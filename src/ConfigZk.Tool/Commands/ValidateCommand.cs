using System.Text.Json.Nodes;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Checks a file without a server: its syntax, that every key can be a znode, and that applications can read what it contains.</summary>
internal sealed class ValidateCommand : ToolCommand
{
    private readonly StateInput _input = new();

    public ValidateCommand(ToolShell shell)
        : base(shell, "validate", "Checks a file without a server, as applications would read it.", no: "the file is invalid")
    {
        Add(_input.File);
        Add(_input.Format);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var state = await _input.ReadAsync(context, cancellationToken);
        var file = context.Get(_input.File)!;

        // Without keys, encrypted values cannot be checked.
        var secrets = context.Profile is { KeyFile: not null } profile ? profile.ToCipher() : null;
        var faults = ConfigurationKeys.Check(state, new KeyOptions { Secrets = secrets });
        context.Results.Write(
            "validation",
            () => new JsonObject
            {
                ["file"] = file,
                ["isValid"] = faults.Count == 0,
                ["znodes"] = state.Znodes.Count,
                ["faults"] = new JsonArray([.. faults.Select(fault => (JsonNode)new JsonObject { ["path"] = fault.Key, ["reason"] = fault.Value })]),
            },
            writer =>
            {
                foreach (var fault in faults.Values)
                {
                    writer.WriteLine($"  {ValueView.Escape(fault)}");
                }

                writer.WriteLine(faults.Count == 0 ? $"{file} is valid: {state.Znodes.Count} znodes" : $"{file} is invalid: applications would reject the reload");
            });
        return faults.Count == 0 ? ExitCode.Done : ExitCode.No;
    }
}
