using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Hosting;

/// <summary>Runs a leader service in a host: while leader only, and at shutdown it resigns after the work has ended and before other services stop.</summary>
internal sealed partial class LeaderServiceHost(
    ILeaderService service, ZooKeeperClient client, string path, LeaderServiceOptions options, TimeProvider time, ILogger<LeaderServiceHost> logger)
    : IHostedLifecycleService, ILeaderServiceHost, IDisposable
{
    private readonly ZooKeeperElection _election = new(client, path, options.Election);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private LeaderServiceState _state;
    private Leadership? _leadership;
    private string? _lastError;

    public LeaderServiceStatus Status
    {
        get
        {
            lock (_gate)
            {
                var state = (_state, _leadership) switch
                {
                    (LeaderServiceState.Leader, { IsHeld: false }) => LeaderServiceState.Lost,
                    (LeaderServiceState.Leader, _) when client.State != SessionState.Connected => LeaderServiceState.Suspect,
                    _ => _state,
                };
                return new LeaderServiceStatus(path, state, _leadership?.Fence ?? 0, _lastError);
            }
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        using (ExecutionContext.SuppressFlow())
        {
            _running = Task.Run(RunAsync, CancellationToken.None);
        }

        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Before other hosted services stop, because the work may need them.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        try
        {
            await _running.WaitAsync(options.StopTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            LogStillRunning(logger, path, options.StopTimeout.TotalSeconds);
        }
    }

    // The host of WebHostBuilder does not call StoppingAsync.
    public Task StopAsync(CancellationToken cancellationToken) => _stopping.IsCancellationRequested ? Task.CompletedTask : StoppingAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync()
    {
        var stop = _stopping.Token;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Enter(LeaderServiceState.Candidate);
                await _election.RunAsync(RunTermAsync, stop).ConfigureAwait(false);
                break;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                LogFailed(logger, path, options.RetryDelay.TotalSeconds, e);
                Enter(LeaderServiceState.Failed, error: e.GetType().Name);
                await Task.Delay(options.RetryDelay, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        Enter(LeaderServiceState.Stopped);
    }

    private async Task RunTermAsync(Leadership leadership, CancellationToken end)
    {
        Enter(LeaderServiceState.Leader, leadership);
        LogLeader(logger, path, leadership.Fence);
        try
        {
            await service.RunAsync(leadership, end).ConfigureAwait(false);
        }
        finally
        {
            Enter(LeaderServiceState.Candidate);
        }
    }

    private void Enter(LeaderServiceState state, Leadership? leadership = null, string? error = null)
    {
        lock (_gate)
        {
            (_state, _leadership, _lastError) = (state, leadership, error ?? _lastError);
        }
    }

    [LoggerMessage(4100, LogLevel.Information, "This instance is the leader at {Path}, with the fencing token {Fence}")]
    private static partial void LogLeader(ILogger logger, string path, long fence);

    [LoggerMessage(4101, LogLevel.Error, "The leader service at {Path} failed. This instance is a candidate again in {Delay} seconds")]
    private static partial void LogFailed(ILogger logger, string path, double delay, Exception exception);

    [LoggerMessage(4102, LogLevel.Error,
        "The leader service at {Path} did not end within {Timeout} seconds after it was cancelled. Its znode stays until the session ends, because the work may still run")]
    private static partial void LogStillRunning(ILogger logger, string path, double timeout);
}
