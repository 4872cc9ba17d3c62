using System.Collections.Concurrent;

namespace ZooKeeper.Coordination.Tests.Transactions;

/// <summary>What a participant has on disk: it outlives the processes that use it. It refuses what a participant must never be asked for.</summary>
internal sealed class MemoryStore
{
    private readonly ConcurrentDictionary<TransactionId, Fate> _fates = new();

    private enum Fate
    {
        Prepared,
        Committed,
        RolledBack,
    }

    public IReadOnlyList<TransactionId> Prepared => [.. Of(Fate.Prepared)];

    public IReadOnlyList<TransactionId> Committed => [.. Of(Fate.Committed)];

    public IReadOnlyList<TransactionId> RolledBack => [.. Of(Fate.RolledBack)];

    public void Prepare(TransactionId id) => Assert.IsTrue(_fates.TryAdd(id, Fate.Prepared), $"{id} is prepared twice");

    public void Commit(TransactionId id)
    {
        Assert.IsTrue(_fates.TryUpdate(id, Fate.Committed, Fate.Prepared) || _fates.GetValueOrDefault(id, Fate.RolledBack) == Fate.Committed, $"{id} is committed without being prepared");
    }

    public void RollBack(TransactionId id) => _fates.TryUpdate(id, Fate.RolledBack, Fate.Prepared);

    private IEnumerable<TransactionId> Of(Fate fate) => _fates.Where(pair => pair.Value == fate).Select(pair => pair.Key);
}
