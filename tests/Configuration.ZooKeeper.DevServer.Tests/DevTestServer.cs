using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests;

/// <summary>A dev server that is killed, paused and wiped as a process is.</summary>
internal sealed class DevTestServer(ZooKeeperDevServer server) : ITestServer
{
    public int Port => server.EndPoint.Port;

    public string ConnectionString => server.ConnectionString;

    public Task KillAsync()
    {
        server.RefuseConnections = true;
        return server.DropConnectionsAsync();
    }

    public async Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        EnsureKilled();
        await server.RestartAsync();
        server.RefuseConnections = false;
    }

    public Task PauseAsync() => server.PauseAsync();

    public Task ResumeAsync() => server.ResumeAsync();

    public Task WipeAsync()
    {
        EnsureKilled();
        return server.WipeAsync();
    }

    public async Task<IReadOnlyDictionary<long, TimeSpan>> GetConnectedSessionsAsync() =>
        (await server.GetSessionsAsync()).Where(session => session.IsConnected).ToDictionary(session => session.Id, session => session.Timeout);

    public async Task<bool> HoldsSessionAsync(long sessionId) => (await server.GetSessionsAsync()).Any(session => session.Id == sessionId);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private void EnsureKilled()
    {
        if (!server.RefuseConnections)
        {
            throw new InvalidOperationException($"The server on port {Port} runs.");
        }
    }
}
