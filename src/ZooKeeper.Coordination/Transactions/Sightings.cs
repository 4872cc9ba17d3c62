namespace ZooKeeper.Coordination.Transactions;

/// <summary>Since when a recovery has seen transactions in a state, by the clock of this process. Until it is overdue, those that run it may need it so.</summary>
internal sealed class Sightings(TransactionOptions options)
{
    private readonly Lock _gate = new();
    private Dictionary<(TransactionId Id, TransactionState State, bool IsOver), long> _first = [];

    /// <summary>Begins a look at all records. What is not there any more is forgotten.</summary>
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
