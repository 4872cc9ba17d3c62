using System.Globalization;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Recipes;
using ZooKeeper.Coordination.Chaos.Workloads;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Chaos.Workers;

/// <summary>A process that contends for everything. It obeys its standard input, and ends when that ends, so it cannot outlive the run.</summary>
internal sealed class Worker(WorkerOptions options, TextReader input, TextWriter output)
{
    public const string Stop = "stop";
    public const string CloseSession = "close-session";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    private readonly Feed _feed = new(options.Name, output);

    public async Task RunAsync()
    {
        TaskScheduler.UnobservedTaskException += (_, e) => _feed.Write(Happening.UnobservedException, e.Exception.ToString());
        await using var client = await ZooKeeperClient.ConnectAsync(
            new ZooKeeperClientOptions { ConnectionString = options.ConnectionString, SessionTimeout = WorkerOptions.SessionTimeout, ConnectTimeout = TimeSpan.FromMinutes(1) });
        using var stop = new CancellationTokenSource();
        using var end = new CancellationTokenSource();
        var random = new Random(options.Seed);
        var contenders = Task.WhenAll(Workload.All.Select(workload => new Contender(workload, client, _feed, new Random(random.Next())))
            .Select(contender => Task.Run(() => contender.RunAsync(stop.Token)))
            .Concat(Recipe.All.Select(recipe => (recipe, random: new Random(random.Next()))).ToArray()
                .Select(one => Task.Run(() => one.recipe.RunAsync(client, _feed, one.random, stop.Token)))).ToArray());
        var connections = Task.Run(() => NoteConnectionsAsync(client, end.Token));
        while (await input.ReadLineAsync() is { } command)
        {
            if (command == Stop)
            {
                await stop.CancelAsync();
                await contenders;
                CollectExceptions();
                _feed.Write(Happening.Stopped);
            }
            else if (command.Split(' ') is [CloseSession, var port])
            {
                _ = CloseSessionAsync(client, int.Parse(port, CultureInfo.InvariantCulture));
            }
        }

        await end.CancelAsync();
        await connections;
    }

    private async Task NoteConnectionsAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        (string? Server, long? Session) noted = default;
        while (!cancellationToken.IsCancellationRequested)
        {
            var now = (client.Server, client.Session?.Id);
            if (now != noted)
            {
                _feed.Write(new Entry { At = Clock.Now, What = Happening.Connected, Server = now.Server, Session = now.Id });
                noted = now;
            }

            await Task.Delay(Pace, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task CloseSessionAsync(ZooKeeperClient client, int port)
    {
        var (session, password) = (client.SessionId, client.SessionPassword.ToArray());
        var (begin, closed) = (Clock.Now, default(long?));
        try
        {
            await RawSession.ExpireAsync(port, session, password);
            closed = session;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            // The server is away, or the session was over anyway.
        }

        _feed.Write(new Entry { At = begin, Deadline = Clock.Now, What = Happening.SessionClosed, Session = session, Owner = closed });
    }

    private static void CollectExceptions()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
