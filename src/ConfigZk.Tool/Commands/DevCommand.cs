using System.CommandLine;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;
using ZooKeeper.DevServer;

namespace ConfigZk.Tool.Commands;

/// <summary>Runs a server for development on this machine, in memory, until it is interrupted.</summary>
internal sealed class DevCommand : ToolCommand
{
    private readonly Option<int> _port = new("--port") { CustomParser = ParsedValue.WholeNumber, Description = "The port; 0 selects a free one.", DefaultValueFactory = _ => 2181 };
    private readonly Option<string?> _seed = new("--seed") { Description = "A file with the initial configuration.", HelpName = "file" };
    private readonly Option<string> _path = new("--path") { Description = "The path of that configuration.", DefaultValueFactory = _ => "/config" };

    public DevCommand(ToolShell shell)
        : base(shell, "dev", "Runs a ZooKeeper server for development, in memory. Not for production.", no: "the file is invalid, or the port is in use")
    {
        _port.Validators.Add(NumberLimit.Between(0, 65_535));
        Add(_port);
        Add(_seed);
        Add(_path);
    }

    protected override bool IsEndless => true;

    protected override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var path = context.Get(_path)!;
        var seed = context.Get(_seed) is { } file ? await StateFile.LoadAsync(file, cancellationToken: cancellationToken) : new DesiredState();
        await using var server = await StartAsync(context.Get(_port), cancellationToken);
        await SeedAsync(server.ConnectionString, path, seed, cancellationToken);
        context.Results.Write(
            "dev",
            () => new JsonObject { ["connect"] = server.ConnectionString, ["path"] = path, ["znodes"] = seed.Znodes.Count },
            writer => writer.WriteLine($"ZooKeeper for development: {server.ConnectionString}"));
        context.Results.Tell($"{seed.Znodes.Count} znodes below {path}. They are gone when the server ends. Stop it with Ctrl+C.");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return ExitCode.Done;
    }

    private static async Task<ZooKeeperDevServer> StartAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            return await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Port = port }, cancellationToken);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new ToolException(ExitCode.No, $"The port {port} is in use.", "Stop the program that uses it, or let --port 0 select a free one.");
        }
    }

    private static async Task SeedAsync(string server, string path, DesiredState seed, CancellationToken cancellationToken)
    {
        await using var client = await ZooKeeperClient.ConnectAsync(server, cancellationToken);
        foreach (var (relative, znode) in seed.Znodes.OrderBy(znode => znode.Key, StringComparer.Ordinal))
        {
            var full = relative.Length == 0 ? path : $"{path.TrimEnd('/')}/{relative}";
            try
            {
                await client.CreateWithParentsAsync(full, znode.Data, cancellationToken: cancellationToken);
            }
            catch (NodeExistsException)
            {
                await client.SetDataAsync(full, znode.Data, cancellationToken: cancellationToken);
            }
        }
    }
}
