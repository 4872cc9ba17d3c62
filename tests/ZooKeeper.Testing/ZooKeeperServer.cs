using System.Globalization;
using System.Net.Sockets;

namespace ZooKeeper.Testing;

/// <summary>A real Apache ZooKeeper server on loopback, in a process of its own.</summary>
public sealed class ZooKeeperServer : ITestServer
{
    private const int StartAttempts = 3;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(1);

    private readonly ServerConfiguration _configuration;
    private readonly ServerFolder _folder = new();
    private ServerProcess? _process;

    internal ZooKeeperServer(ServerConfiguration configuration) => _configuration = configuration;

    /// <summary>The client port; it stays the same over restarts.</summary>
    public int Port => _configuration.Port;

    /// <summary>The server as clients name it: host and port.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>The client port for TLS, if the server was started with TLS.</summary>
    public int SecurePort => _configuration.SecurePort ?? throw new InvalidOperationException($"The server on port {Port} was started without TLS.");

    /// <summary>The id of the running Java process.</summary>
    public int ProcessId => Running.Id;

    /// <summary>Whether the process runs. A paused process runs.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>The last lines that the server logged, over all its runs.</summary>
    public string LogTail => _folder.LogTail;

    /// <summary>The file with the epoch in which a member of an ensemble last followed or led.</summary>
    internal string CurrentEpochFile => _folder.CurrentEpoch;

    private ServerProcess Running =>
        IsRunning ? _process! : throw new InvalidOperationException($"The server on port {Port} does not run.");

    /// <summary>Starts a new, empty server on a free port and waits until it serves.</summary>
    /// <exception cref="ZooKeeperNotFoundException">ZooKeeper or Java is missing.</exception>
    /// <exception cref="ZooKeeperStartException">The server ended, or did not serve in time.</exception>
    public static async Task<ZooKeeperServer> StartAsync(ZooKeeperServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = new ZooKeeperServer(new ServerConfiguration(options ?? new(), FreePort.Next(), member: null));
            try
            {
                await server.StartAgainAsync(cancellationToken);
                return server;
            }
            catch (ZooKeeperStartException e) when (e.IsPortTaken && attempt < StartAttempts)
            {
                await server.DisposeAsync();
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Starts the stopped server on its port, with its data, and waits until it serves.</summary>
    /// <remarks>A member of an ensemble serves only with a quorum: start enough members at the same time.</remarks>
    public Task StartAgainAsync(CancellationToken cancellationToken = default) => StartAgainAsync([], cancellationToken);

    /// <summary>Starts the stopped server with more arguments for Java, which apply until it stops.</summary>
    /// <inheritdoc cref="StartAgainAsync(CancellationToken)" path="/remarks"/>
    public async Task StartAgainAsync(IReadOnlyList<string> javaArguments, CancellationToken cancellationToken = default)
    {
        EnsureStopped();
        try
        {
            await StartProcessAsync(javaArguments, cancellationToken);
        }
        catch (ZooKeeperStartException e) when (!IsRunning && e.EpochOfSnapshot is { } epoch)
        {
            // ZOOKEEPER-2354: a follower that is killed between the snapshot of a new leader and the epoch that it writes next never starts again.
            await File.WriteAllTextAsync(CurrentEpochFile, epoch.ToString(CultureInfo.InvariantCulture), cancellationToken);
            await StartProcessAsync(javaArguments, cancellationToken);
        }
    }

    /// <summary>Kills the server without warning and waits until its process is gone.</summary>
    public Task KillAsync() => _process?.KillAsync() ?? Task.CompletedTask;

    /// <summary>Asks the running server to stop, and waits until its process is gone.</summary>
    /// <exception cref="TimeoutException">The server did not stop in time. A paused server cannot.</exception>
    public async Task StopAsync()
    {
        var process = Running;
        await process.SignalAsync("TERM");
        await process.WaitForExitAsync().WaitAsync(StopTimeout);
    }

    /// <summary>Kills the server and starts it again.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await KillAsync();
        await StartAgainAsync(cancellationToken);
    }

    /// <summary>Pauses the process: connections stay open, but no request is answered.</summary>
    public async Task PauseAsync()
    {
        var process = Running;
        await process.SignalAsync("STOP");
        await Eventually.TrueAsync(() => ProcessThreads.AreStopped(process.Id), because: "all threads of the server are stopped");
    }

    /// <summary>Resumes a paused process.</summary>
    public Task ResumeAsync() => Running.SignalAsync("CONT");

    /// <summary>Deletes all data of the stopped server.</summary>
    public Task WipeAsync()
    {
        EnsureStopped();
        _folder.Wipe();
        return Task.CompletedTask;
    }

    /// <summary>Sends a four-letter word, such as <c>srvr</c>, and returns the answer.</summary>
    public Task<string> FourLetterWordAsync(string word, CancellationToken cancellationToken = default) =>
        FourLetterWord.AskAsync(Port, word, cancellationToken);

    /// <summary>Whether the server has lost its quorum and serves read-only clients.</summary>
    public Task<bool> IsReadOnlyAsync() => IsInModeAsync("ro");

    /// <summary>Whether the server is part of a quorum. For a moment after it has found one again, it still is read-only.</summary>
    public Task<bool> IsReadWriteAsync() => IsInModeAsync("rw");

    /// <summary>The sessions with a connection: their ids and the timeouts that were granted.</summary>
    public async Task<IReadOnlyDictionary<long, TimeSpan>> GetConnectedSessionsAsync() => SessionReport.Connected(await FourLetterWordAsync("cons"));

    /// <summary>Whether the server holds a session, connected or not.</summary>
    public async Task<bool> HoldsSessionAsync(long sessionId) => SessionReport.Holds(await FourLetterWordAsync("dump"), sessionId);

    /// <summary>Kills the server and deletes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        _process = null;
        _folder.Delete();
    }

    /// <summary>Whether the server on the port is this one, and not another process that took the port.</summary>
    internal async Task<bool> ServesOwnDataAsync(CancellationToken cancellationToken) =>
        (await FourLetterWordAsync("conf", cancellationToken)).Contains(_folder.Data, StringComparison.Ordinal);

    private async Task StartProcessAsync(IReadOnlyList<string> javaArguments, CancellationToken cancellationToken)
    {
        _process?.Dispose();
        _configuration.Write(_folder);
        _process = await ServerProcess.StartAsync(_folder.Log, _configuration.Command(_folder, javaArguments));
        await ServerReadiness.WaitAsync(this, _configuration.StartTimeout, cancellationToken);
    }

    private async Task<bool> IsInModeAsync(string mode)
    {
        try
        {
            return await FourLetterWordAsync("isro") == mode;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false; // it accepts no connections while its role changes
        }
    }

    private void EnsureStopped()
    {
        if (IsRunning)
        {
            throw new InvalidOperationException($"The server on port {Port} runs.");
        }
    }
}
