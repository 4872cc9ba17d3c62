namespace ZooKeeper.DevServer.Tests.Conformance;

/// <summary>A server for many tests; the first that needs it starts it.</summary>
public sealed class SharedServer(Func<Task<ConformanceServer>> start)
{
    private readonly Lazy<Task<ConformanceServer>> _server = new(start);

    /// <summary>The server, when it serves.</summary>
    public Task<ConformanceServer> StartedAsync() => _server.Value;

    /// <summary>Stops the server, if it was started.</summary>
    public async Task StopAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
