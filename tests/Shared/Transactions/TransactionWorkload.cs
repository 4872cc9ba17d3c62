using System.Collections.Concurrent;
using ZooKeeper.Client;
using ZooKeeper.Coordination;

namespace ZooKeeper.Testing;

/// <summary>Runs transactions over files, some of which fail, and recovers others. Each worker has one, and all share the folder.</summary>
internal sealed class TransactionWorkload(ZooKeeperClient client, string path, string folder, int seed)
{
    private static readonly string[] Names = ["one", "two", "three"];

    // So short that recoveries also meet transactions that still run.
    private readonly ZooKeeperTransactions _transactions = new(client, path, new TransactionOptions { RecoveryDelay = TimeSpan.FromMilliseconds(50), Timeout = TimeSpan.FromSeconds(5) });

    private readonly Random _random = new(seed);

    /// <summary>Gets which outcome coordinators were told.</summary>
    public ConcurrentDictionary<TransactionId, bool> Told { get; } = new();

    public static FileParticipant[] Participants(string folder, Func<CancellationToken, Task>? workAsync = null) =>
        [.. Names.Select(name => workAsync is null ? new FileParticipant(name, folder) : new FileParticipant(name, folder) { WorkAsync = workAsync })];

    /// <summary>Runs one transaction, in one of several ways, or a recovery.</summary>
    /// <returns>Whether an outcome is known.</returns>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            switch (_random.Next(8))
            {
                case 0:
                    await _transactions.RecoverAsync(Participants(folder), cancellationToken);
                    return false;
                case 1 or 2:
                    return await RunWithOthersAsync(cancellationToken);
                default:
                    return Note(await _transactions.RunAsync(Participants(folder, Work()), cancellationToken));
            }
        }
        catch (Exception e) when (e is ZooKeeperException or TransactionInDoubtException or OperationCanceledException or ObjectDisposedException)
        {
            return false; // the check finds out how it has ended
        }
    }

    /// <summary>Recovers until nothing is left.</summary>
    public static async Task RecoverAsync(ZooKeeperClient client, string path, string folder)
    {
        var recovery = new ZooKeeperTransactions(client, path, new TransactionOptions { RecoveryDelay = TimeSpan.Zero });
        await Eventually.TrueAsync(async () => (await recovery.RecoverAsync(Participants(folder))).IsComplete);
    }

    private async Task<bool> RunWithOthersAsync(CancellationToken cancellationToken)
    {
        var id = await _transactions.BeginAsync(Names, cancellationToken);
        var participants = Participants(folder, Work());
        var others = participants[1..].Select(participant => _transactions.ParticipateAsync(id, participant, cancellationToken)).ToArray();
        try
        {
            return Note(await _transactions.RunAsync(id, [participants[0]], cancellationToken));
        }
        finally
        {
            foreach (var other in others)
            {
                await ((Task)other).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            foreach (var result in others.Where(other => other.IsCompletedSuccessfully).Select(other => other.Result))
            {
                Note(result);
            }
        }
    }

    // If two processes were told different outcomes, one of them is not what the files say.
    private bool Note(TransactionResult result)
    {
        if (!Told.TryAdd(result.Id, result.IsCommitted) && Told[result.Id] != result.IsCommitted)
        {
            throw new InvalidOperationException($"{result.Id} was reported both as committed and as aborted.");
        }

        return true;
    }

    private Func<CancellationToken, Task> Work()
    {
        var (failing, slow) = (_random.Next(12), _random.Next(6));
        var calls = 0;
        return async cancellationToken =>
        {
            var call = Interlocked.Increment(ref calls);
            if (call == slow)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
            }

            if (call == failing)
            {
                throw new InvalidOperationException("The work fails.");
            }
        };
    }
}
