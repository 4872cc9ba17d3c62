using System.CommandLine;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Reports the connection, its identities, the ACLs of a path and the control path, and managed roots that overlap.</summary>
internal sealed class DoctorCommand : ToolCommand
{
    private readonly Argument<string> _path = new("path") { Description = "The path to check.", DefaultValueFactory = _ => "/" };

    public DoctorCommand(ToolShell shell)
        : base(shell, "doctor", "Checks the connection, the identity, and the permissions at a path.", no: "managed roots overlap") => Add(_path);

    protected override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = context.Resolve(context.Get(_path));
        var started = TimeProvider.System.GetTimestamp();
        var client = await context.ConnectAsync(target, cancellationToken);
        var connected = TimeProvider.System.GetElapsedTime(started);
        started = TimeProvider.System.GetTimestamp();
        await client.SyncAsync(cancellationToken);
        var roundTrip = TimeProvider.System.GetElapsedTime(started);
        var control = target.Profile.ToRootOptions().ControlPath;
        var roots = await new RootSurvey(client, control).RunAsync(target.Path, cancellationToken);
        var identities = await IdentitiesAsync(client, cancellationToken);
        var (place, histories) = (await CheckedZnode.ReadAsync(client, target.Path, cancellationToken), await CheckedZnode.ReadAsync(client, control, cancellationToken));
        var paths = roots.IsReadable ? roots.All.Select(root => root.Path).ToArray() : null;
        (string Name, string Value)[] findings =
        [
            ("server", client.Server ?? "?"),
            ("connected in", $"{connected.TotalMilliseconds:0} ms"),
            ("sync takes", $"{roundTrip.TotalMilliseconds:0.0} ms"),
            ("identities", identities is null ? "(not available before server 3.7)" : string.Join(", ", identities)),
            (place.Path, place.Text),
            (histories.Path, histories.Text),
            ("managed roots", paths is null ? "not readable with these credentials" : paths.Length == 0 ? "none" : string.Join(", ", paths)),
            .. roots.Overlaps.Select(overlap => ("overlap", overlap)),
        ];
        context.Results.Write(
            "doctor",
            () => new JsonObject
            {
                ["server"] = client.Server,
                ["connectMilliseconds"] = connected.TotalMilliseconds,
                ["syncMilliseconds"] = roundTrip.TotalMilliseconds,
                ["identities"] = ToJson(identities),
                ["path"] = place.ToJson(),
                ["controlPath"] = histories.ToJson(),
                ["managedRoots"] = ToJson(paths),
                ["overlaps"] = ToJson(roots.Overlaps),
            },
            writer =>
            {
                foreach (var (name, value) in findings)
                {
                    writer.WriteLine($"{name.PadRight(14)}  {value}");
                }
            });
        return roots.Overlaps.Count == 0 ? ExitCode.Done : ExitCode.No;
    }

    private static JsonArray? ToJson(IEnumerable<string>? items) => items is null ? null : [.. items.Select(item => (JsonNode)item)];

    // Null if the server is older than 3.7.
    private static async Task<IReadOnlyList<string>?> IdentitiesAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await client.WhoAmIAsync(cancellationToken)).Select(identity => $"{identity.Scheme}:{identity.User}")];
        }
        catch (ZooKeeperException e) when (e.ErrorCode == ErrorCode.Unimplemented)
        {
            return null;
        }
    }
}
