namespace ZooKeeper.Coordination.Tenures;

/// <content>How a tenure ends: by its release, by a transaction of its owner, or by a loss.</content>
internal sealed partial class Tenure
{
    /// <summary>Ends the tenure by a transaction that deletes the znode. If the caller gives up, the transaction goes on.</summary>
    /// <remarks>If the transaction fails, the tenure goes on, unless the failure is an <see cref="OwnershipLostException"/>.</remarks>
    public async Task<T> EndAsync<T>(Func<Task<T>> transactionAsync, CancellationToken cancellationToken)
    {
        // Sets _ending before the transaction begins, because the event of the deletion can arrive before the reply.
        var begin = new TaskCompletionSource();
        var ending = RunAsync();
        var former = Volatile.Read(ref _ending);
        if (former is { IsCompleted: false } || Volatile.Read(ref _isReleased) || Interlocked.CompareExchange(ref _ending, ending, former) != former)
        {
            begin.SetException(new InvalidOperationException($"'{Path}' is completed or given up, or another call completes it now."));
        }
        else
        {
            begin.SetResult();
        }

        _ = ending.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return await ending.WaitAsync(cancellationToken).ConfigureAwait(false);

        async Task<T> RunAsync()
        {
            await begin.Task.ConfigureAwait(false);
            DemandOwnName();
            try
            {
                var result = await transactionAsync().ConfigureAwait(false);
                await ReleaseAsync(static _ => Task.CompletedTask).ConfigureAwait(false);
                return result;
            }
            catch (OwnershipLostException)
            {
                Lose(_session.HasEnded ? TenureLoss.SessionEnded : TenureLoss.ZnodeDeleted);
                throw;
            }
        }
    }

    private async Task EndedAsync() => await (Volatile.Read(ref _ending) ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async ValueTask ReleaseAsync(Func<Withdrawal, Task> withdrawAsync)
    {
        if (Interlocked.Exchange(ref _isReleased, true))
        {
            return;
        }

        await _sessionEnd.DisposeAsync().ConfigureAwait(false);
        await _deadline.DisposeAsync().ConfigureAwait(false);
        await withdrawAsync(new Withdrawal(_session, _options.TimeProvider, _logger)).ConfigureAwait(false);
        EndMeasuring();

        // The deletion has used the watch up, which saves a request to remove it.
        await _over.CancelAsync().ConfigureAwait(false);
    }

    private void Lose(TenureLoss loss)
    {
        if (Volatile.Read(ref _isReleased) || Interlocked.CompareExchange(ref _loss, (int)loss, (int)TenureLoss.None) != (int)TenureLoss.None)
        {
            return;
        }

        LogLost(_logger, Path, loss);
        EndMeasuring();
        _ = TellAsync();
    }

    private void EndMeasuring() => Volatile.Read(ref _hold)?.End(((TenureLoss)Volatile.Read(ref _loss)).ErrorName());

    // The callbacks of the token are user code, so they run on the thread pool.
    private async Task TellAsync()
    {
        try
        {
            await _over.CancelAsync().ConfigureAwait(false);
            await _lost.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogCallbackFailed(_logger, Path, e);
        }
    }
}
