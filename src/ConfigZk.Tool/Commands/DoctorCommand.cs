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
        (string Name, string Value)[] findings =
        [
            ("server", client.Server ?? "?"),
            ("connected in", $"{connected.TotalMilliseconds:0} ms"),
            ("sync takes", $"{roundTrip.TotalMilliseconds:0.0} ms"),
            ("identities", await IdentitiesAsync(client, cancellationToken)),
            (target.Path, await DescribeAsync(client, target.Path, cancellationToken)),
            (control, await DescribeAsync(client, control, cancellationToken)),
            ("managed roots", roots.IsReadable ? string.Join(", ", roots.All.Select(root => root.Path)) is { Length: > 0 } all ? all : "none" : "not readable with these credentials"),
            .. roots.Overlaps.Select(overlap => ("overlap", overlap)),
        ];
        var document = new JsonObject();
        foreach (var (name, value) in findings)
        {
            document[name] = document[name] is { } before ? $"{before}\n{value}" : value;
        }

        context.Results.Write("doctor", () => document, writer =>
        {
            foreach (var (name, value) in findings)
            {
                writer.WriteLine($"{name.PadRight(14)}  {value}");
            }
        });
        return roots.Overlaps.Count == 0 ? ExitCode.Done : ExitCode.No;
    }

    private static async Task<string> IdentitiesAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        try
        {
            return string.Join(", ", (await client.WhoAmIAsync(cancellationToken)).Select(identity => $"{identity.Scheme}:{identity.User}"));
        }
        catch (ZooKeeperException e) when (e.ErrorCode == ErrorCode.Unimplemented)
        {
            return "(not available before server 3.7)";
        }
    }

    private static async Task<string> DescribeAsync(ZooKeeperClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            var (acl, stat) = await client.GetAclAsync(path, cancellationToken);
            return $"exists, {stat.NumChildren} children, {AclText.Of(acl)}";
        }
        catch (NoNodeException)
        {
            return "does not exist";
        }
        catch (NoAuthException)
        {
            return "exists, but its ACL is not readable";
        }
    }
}
