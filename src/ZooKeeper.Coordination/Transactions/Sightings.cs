namespace ZooKeeper.Coordination.Transactions;

/// <summary>
/// Remembers when this process first saw each transaction in its state, by its own clock. Until a transaction is overdue, the processes that run it may rely on
/// that state.
/// </summary>
internal sealed class Sightings(TransactionOptions options)
{
    private readonly Lock _gate = new();
    private Dictionary<(TransactionId Id, TransactionState State, bool IsOver), long> _first = [];

    /// <summary>Begins a pass over all records. Forgets those that no longer exist.</summary>
    public void Begin(IEnumerable<TransactionRecord> records)
    {
        var now = options.TimeProvider.GetTimestamp();
        lock (_gate)
        {
            _first = records.ToDictionary(KeyOf, record => _first.GetValueOrDefault(KeyOf(record), now));
        }
    }

    public bool IsOverdue(TransactionRecord record)
    {
        lock (_gate)
        {
            return options.RecoveryDelay == TimeSpan.Zero
                || (_first.TryGetValue(KeyOf(record), out var first) && options.TimeProvider.GetElapsedTime(first) >= options.RecoveryDelay);
        }
    }

    private static (TransactionId Id, TransactionState State, bool IsOver) KeyOf(TransactionRecord record) => (record.Id, record.State, record.IsOver);
}
