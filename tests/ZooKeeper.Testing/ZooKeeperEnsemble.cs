using System.Net.Sockets;

namespace ZooKeeper.Testing;

/// <summary>Three real Apache ZooKeeper servers on loopback that form one ensemble.</summary>
public sealed class ZooKeeperEnsemble : IAsyncDisposable
{
    private const int Size = 3;
    private const int StartAttempts = 3;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    private readonly EnsembleLinks _links;

    private ZooKeeperEnsemble(ZooKeeperServerOptions options)
    {
        _links = new EnsembleLinks(Size, options.HasLinks);
        Servers = [.. Enumerable.Range(1, Size).Select(id =>
            new ZooKeeperServer(new ServerConfiguration(options, FreePort.Next(), new EnsembleMember(id, _links.SettingsOf(id)))))];
    }

    /// <summary>The members. A test can kill, pause and start each one.</summary>
    public IReadOnlyList<ZooKeeperServer> Servers { get; }

    /// <summary>The ensemble as clients name it: all members, separated by commas.</summary>
    public string ConnectionString => string.Join(',', Servers.Select(server => server.ConnectionString));

    /// <summary>
    /// The proxies through which a member reaches the others as their follower. The vote for a leader takes other ways. Needs <see cref="ZooKeeperServerOptions.HasLinks"/>.
    /// </summary>
    public IReadOnlyList<LoopbackProxy> LinksOf(ZooKeeperServer server) => _links.Of(Servers.ToList().IndexOf(server) + 1);

    /// <summary>Starts a new, empty ensemble on free ports and waits until all members serve.</summary>
    /// <exception cref="ZooKeeperNotFoundException">ZooKeeper or Java is missing.</exception>
    /// <exception cref="ZooKeeperStartException">A server ended, or did not serve in time.</exception>
    public static async Task<ZooKeeperEnsemble> StartAsync(ZooKeeperServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var ensemble = new ZooKeeperEnsemble(options ?? new());
            try
            {
                await Task.WhenAll(ensemble.Servers.Select(server => server.StartAgainAsync(cancellationToken)));
                return ensemble;
            }
            catch (ZooKeeperStartException e) when (e.IsPortTaken && attempt < StartAttempts)
            {
                await ensemble.DisposeAsync();
            }
            catch
            {
                await ensemble.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Waits until the running members have a leader, and returns it.</summary>
    public async Task<ZooKeeperServer> FindLeaderAsync()
    {
        ZooKeeperServer? leader = null;
        await Eventually.TrueAsync(
            async () =>
            {
                var leads = await Task.WhenAll(Servers.Select(LeadsAsync));
                leader = Servers.Zip(leads).FirstOrDefault(pair => pair.Second).First;
                return leader is not null;
            },
            because: "the ensemble has a leader");
        return leader!;
    }

    /// <summary>Kills all members and deletes their data.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in Servers)
        {
            await server.DisposeAsync();
        }

        await _links.DisposeAsync();
    }

    private static async Task<bool> LeadsAsync(ZooKeeperServer server)
    {
        if (!server.IsRunning)
        {
            return false;
        }

        using var timeout = new CancellationTokenSource(AnswerTimeout);
        try
        {
            var answer = await server.FourLetterWordAsync("srvr", timeout.Token);
            return answer.Contains("Mode: leader", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return false; // starting, ending or paused
        }
    }
}
