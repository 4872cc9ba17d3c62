using ZooKeeper.Client;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workloads;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Chaos.Workers;

/// <summary>Contends for one workload again and again, and notes what it is told.</summary>
internal sealed class Contender(Workload workload, ZooKeeperClient client, Feed feed, Random random)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    // Between the look at the handle and the write. A pause must be likely to hit it.
    private static readonly TimeSpan WorkBeforeWrite = TimeSpan.FromMilliseconds(60);

    private static readonly TimeSpan TellDeadline = TimeSpan.FromSeconds(10);

    private static int s_attempts;

    private readonly FencedWrites? _writing = workload.Writing;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await AttemptAsync(Interlocked.Increment(ref s_attempts), cancellationToken);
            await Task.Delay(Milliseconds(0, 20), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task AttemptAsync(int attempt, CancellationToken cancellationToken)
    {
        // Some give up early.
        using var patience = random.Next(6) == 0 ? new CancellationTokenSource(Milliseconds(0, 300), TimeProvider.System) : new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var entry = new Entry { At = Clock.Now, What = Happening.Invoked, Workload = workload.Name, Attempt = attempt, IsShared = workload.Exclusion.HasReaders && random.Next(3) > 0 };
        feed.Write(entry);
        try
        {
            await using var ownership = await workload.AcquireAsync(client, workload.Path, entry.IsShared.Value, end.Token);
            await HoldAsync(entry, ownership, cancellationToken);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            Note(entry, Happening.GaveUp);
            return;
        }
        catch (Exception e)
        {
            feed.Write(entry with { At = Clock.Now, What = Happening.Failed, Detail = e.ToString() });
            await Task.Delay(Milliseconds(100, 200), TimeProvider.System, CancellationToken.None); // a defect must not flood the history
            return;
        }

        Note(entry, Happening.Released);
    }

    private async Task HoldAsync(Entry entry, Ownership ownership, CancellationToken cancellationToken)
    {
        var (deadline, session) = (Clock.In(client.Session?.TimeLeft ?? TimeSpan.Zero), client.Session?.Id);
        feed.Write(entry with
        {
            At = Clock.Now, What = Happening.Granted, Fence = ownership.Fence, Path = ownership.Path, Deadline = deadline, Session = session, Owner = await OwnerOfAsync(ownership, session),
        });
        var (end, lastHeld) = (Clock.In(HoldTime()), (long?)null);
        Task? lastRequest = null;
        try
        {
            if (workload.HasDowngrades && ownership is LockHandle writer && !entry.IsShared!.Value && random.Next(2) == 0)
            {
                await DowngradeAsync(entry, writer);
            }

            // Like work that is done when a server has answered its last request. So an owner without a connection stays the owner for as long as it may.
            while (Clock.Now is var now && lastRequest is not { IsCompleted: true } && !cancellationToken.IsCancellationRequested && ownership.IsHeld)
            {
                lastRequest ??= now < end ? null : AskAsync(ownership.LostToken);
                lastHeld = now;
                if (lastRequest is not null)
                {
                    await Task.WhenAny(lastRequest, Task.Delay(Pace, TimeProvider.System, CancellationToken.None));
                    continue;
                }

                await Task.Delay(_writing is null ? Pace : WorkBeforeWrite, TimeProvider.System, CancellationToken.None);
                if (_writing is not null)
                {
                    await _writing.WriteAsync(client, ownership, workload.WritesPath, cancellationToken);
                }
            }
        }
        catch (Exception e) when (e is OwnershipLostException or OperationCanceledException)
        {
            // It is over.
        }

        // Once more after the last write, which may have waited for long.
        if (Clock.Now is var last && ownership.IsHeld)
        {
            lastHeld = last;
        }

        if (lastHeld is { } held)
        {
            feed.Write(entry with { At = held, What = Happening.LastHeld });
        }

        if (ownership.IsHeld)
        {
            Note(entry, Happening.Releasing);
        }
        else
        {
            Note(entry, Happening.Lost);
            await Eventually.TrueAsync(() => ownership.LostToken.IsCancellationRequested, TellDeadline);
        }
    }

    private async Task DowngradeAsync(Entry entry, LockHandle writer)
    {
        await Task.Delay(Milliseconds(0, 50), TimeProvider.System, CancellationToken.None);
        var begin = entry with { At = Clock.Now, What = Happening.Downgrading };
        if (writer.IsHeld)
        {
            feed.Write(begin);
            await writer.DowngradeAsync(writer.LostToken);
            feed.Write(entry with { At = Clock.Now, What = Happening.Downgraded, Fence = writer.Fence, Path = writer.Path });
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await client.ExistsAsync(Workload.Root, cancellationToken: cancellationToken);
                return;
            }
            catch (Exception e) when (e is OperationCanceledException or ZooKeeperException { IsTransient: true })
            {
                // Again, once there is a connection.
            }
        }
    }

    // Null if it cannot be said: the znode is gone, or the session has changed meanwhile.
    private async Task<long?> OwnerOfAsync(Ownership ownership, long? session)
    {
        if (random.Next(2) > 0)
        {
            return null;
        }

        try
        {
            var stat = await client.ExistsAsync(ownership.Path);
            return ownership.IsHeld && client.Session?.Id == session ? stat?.EphemeralOwner : null;
        }
        catch (ZooKeeperException)
        {
            return null;
        }
    }

    private TimeSpan HoldTime() => random.Next(10) switch
    {
        < 8 when _writing is not null => Milliseconds(150, 400),
        < 6 => Milliseconds(0, 20),
        < 9 => Milliseconds(20, 200),
        _ => random.NextDouble() * WorkerOptions.LongestHold,
    };

    private void Note(Entry entry, Happening what) => feed.Write(entry with { At = Clock.Now, What = what });

    private TimeSpan Milliseconds(int least, int below) => TimeSpan.FromMilliseconds(random.Next(least, below));
}
