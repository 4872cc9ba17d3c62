using System.Diagnostics;
using ZooKeeper.Coordination;

namespace Transfer;

/// <summary>A participant whose process is killed, as by <c>kill -9</c>, when it comes to a step: <c>preparing</c>, <c>prepared</c>, <c>committing</c> or <c>committed</c>.</summary>
internal sealed class MortalParticipant(ITransactionParticipant participant, string? lastStep) : ITransactionParticipant
{
    public string Name => participant.Name;

    public async Task PrepareAsync(TransactionId id, CancellationToken cancellationToken)
    {
        await ReachAsync("preparing");
        await participant.PrepareAsync(id, cancellationToken);
        await ReachAsync("prepared");
    }

    public async Task CommitPreparedAsync(TransactionId id, CancellationToken cancellationToken)
    {
        await ReachAsync("committing");
        await participant.CommitPreparedAsync(id, cancellationToken);
        await ReachAsync("committed");
    }

    public Task RollbackPreparedAsync(TransactionId id, CancellationToken cancellationToken) => participant.RollbackPreparedAsync(id, cancellationToken);

    public Task<IReadOnlyList<TransactionId>> ListPreparedAsync(CancellationToken cancellationToken) => participant.ListPreparedAsync(cancellationToken);

    private async Task ReachAsync(string step)
    {
        if ($"{Name}:{step}" == lastStep)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System); // the signal is on its way
        }
    }
}
