using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.Coordination.Hosting;

/// <summary>
/// Runs a leader service while this process leads. It starts after all hosted services and stops before them: cancels the work, waits for it, then resigns.
/// </summary>
internal sealed partial class LeaderHost<T>(
    ZooKeeperElection election, LeaderStatus status, TimeSpan restartDelay, TimeProvider time, IServiceScopeFactory scopes, IHostApplicationLifetime lifetime, ILogger logger)
    : IHostedLifecycleService, IDisposable
    where T : class, ILeaderService
{
    // Cancelled before the host calls StoppingAsync of one service after another, so that all leader services of a host end at the same time.
    private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);

    private Task _running = Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _running = RunAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        try
        {
            await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_running.IsCompleted)
        {
            LogNotStopped(logger, typeof(T).Name, election.Path);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await LeadAsync(stopping).ConfigureAwait(false))
                {
                    break;
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                status.Become(LeaderPhase.Failed);
                LogFailed(logger, typeof(T).Name, election.Path, restartDelay, e);
                await Task.Delay(restartDelay, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        status.Become(LeaderPhase.Stopped);
    }

    /// <returns>Whether the work has returned by itself.</returns>
    private async Task<bool> LeadAsync(CancellationToken stopping)
    {
        status.Become(LeaderPhase.Candidate);
        var leadership = await election.CampaignAsync(stopping).ConfigureAwait(false);
        await using (leadership.ConfigureAwait(false))
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(leadership.LostToken, stopping);
            status.Lead(leadership);
            LogLeads(logger, typeof(T).Name, election.Path, leadership.Fence);
            var scope = scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                // Work that sees the loss itself can end before the token is cancelled.
                bool IsOver() => leadership.IsLost || stopping.IsCancellationRequested;
                try
                {
                    await scope.ServiceProvider.GetRequiredService<T>().RunAsync(leadership, end.Token).ConfigureAwait(false);
                    return !IsOver();
                }
                catch (Exception e) when (e is OperationCanceledException or OwnershipLostException && IsOver())
                {
                    return false;
                }
            }
        }
    }

    [LoggerMessage(4010, LogLevel.Information, "{Service} leads at {Path} with the fencing token {Fence}")]
    private static partial void LogLeads(ILogger logger, string service, string path, long fence);

    [LoggerMessage(4011, LogLevel.Error, "{Service} at {Path} failed. It has resigned, and is a candidate again after {Delay}")]
    private static partial void LogFailed(ILogger logger, string service, string path, TimeSpan delay, Exception exception);

    [LoggerMessage(4012, LogLevel.Warning, "{Service} at {Path} did not stop within the shutdown timeout, so it has not resigned. Its znode stays until the session closes")]
    private static partial void LogNotStopped(ILogger logger, string service, string path);
}
