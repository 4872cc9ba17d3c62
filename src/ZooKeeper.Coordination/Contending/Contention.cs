using ZooKeeper.Client;
using ZooKeeper.Coordination.Telemetry;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Contending;

/// <summary>Contends for a path, in as many sessions and attempts as it takes.</summary>
internal sealed class Contention(ZooKeeperClient client, IContest contest)
{
    // No timer supports a longer time. A wait of 49 days might as well have no limit.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>Waits until this contender is the owner. If its session expires or its znode is deleted meanwhile, joins the queue again.</summary>
    public async Task<Tenure> WaitAsync(CancellationToken cancellationToken) =>
        (await MeasureAsync(() => RunAsync(waits: true, cancellationToken)).ConfigureAwait(false))!;

    /// <summary>Waits for a limited time, or without a limit if the time is infinite or longer than a timer supports.</summary>
    /// <returns>The tenure, or null if the time ran out first.</returns>
    public Task<Tenure?> TryAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var limit = wait > LongestWait ? Timeout.InfiniteTimeSpan : wait;
        if (limit != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero);
        }

        return MeasureAsync(() => limit == TimeSpan.Zero ? TryNowAsync(cancellationToken) : TryWithinAsync(limit, cancellationToken));
    }

    private async Task<Tenure?> MeasureAsync(Func<Task<Tenure?>> acquireAsync)
    {
        using var acquisition = new Acquisition(new ContestTags(contest.MeasuredAs, contest.Options.MetricName), contest.Path, contest.Options.TimeProvider);
        try
        {
            var tenure = await acquireAsync().ConfigureAwait(false);
            if (tenure is null)
            {
                acquisition.GiveUp();
            }
            else
            {
                tenure.Measure(acquisition.Succeed(tenure.Fence));
            }

            return tenure;
        }
        catch (Exception e)
        {
            acquisition.Fail(e);
            throw;
        }
    }

    private async Task<Tenure?> TryNowAsync(CancellationToken cancellationToken)
    {
        await DemandSessionAsync(cancellationToken).ConfigureAwait(false);
        return await contest.IsFreeAsync(client, cancellationToken).ConfigureAwait(false) ? await RunAsync(waits: false, cancellationToken).ConfigureAwait(false) : null;
    }

    private async Task<Tenure?> TryWithinAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(wait, contest.Options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await RunAsync(waits: true, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    // Nothing ends the wait for a session while no server answers, or only one without a quorum, which gives no session. The sync throws instead.
    private async Task DemandSessionAsync(CancellationToken cancellationToken)
    {
        if (client.State != SessionState.Connected)
        {
            await client.SyncAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Tenure?> RunAsync(bool waits, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!waits)
            {
                await DemandSessionAsync(cancellationToken).ConfigureAwait(false);
            }

            var session = await client.GetSessionAsync(cancellationToken).ConfigureAwait(false);
            CheckMargin(session);
            var attempt = contest.Begin(session);
            try
            {
                if (await attempt.RunAsync(waits, cancellationToken).ConfigureAwait(false) is { } tenure)
                {
                    return tenure;
                }

                if (attempt.IsBlocked)
                {
                    await attempt.WithdrawAsync().ConfigureAwait(false);
                    return null;
                }
            }
            catch (SessionExpiredException)
            {
                // Its znode is gone as well.
            }
            catch (OperationCanceledException) when (session.HasEnded && !cancellationToken.IsCancellationRequested)
            {
                // The same, seen while waiting.
            }
            catch (NoNodeException) when (attempt.HasEntered)
            {
                // Another client has deleted the path, and everything below it.
            }
            catch (ZooKeeperException e) when (waits && e.IsTransient)
            {
                await attempt.WithdrawAsync().ConfigureAwait(false);
                await Retry.PauseAfterAsync(e, contest.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await attempt.WithdrawAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private void CheckMargin(ZooKeeperSession session)
    {
        if (contest.Options.SafetyMargin >= session.Timeout)
        {
            throw new InvalidOperationException(
                $"{nameof(ContenderOptions.SafetyMargin)} is {contest.Options.SafetyMargin.TotalSeconds:0.###} s, but the server granted a session timeout of "
                + $"{session.Timeout.TotalSeconds:0.###} s: nothing could ever be held. Choose a smaller margin, or a longer session timeout.");
        }
    }
}
