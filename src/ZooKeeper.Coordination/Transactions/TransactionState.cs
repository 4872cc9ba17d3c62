namespace ZooKeeper.Coordination;

/// <summary>Describes what is decided about a transaction.</summary>
public enum TransactionState
{
    /// <summary>Nothing is decided.</summary>
    Open,

    /// <summary>It is committed. This never changes.</summary>
    Committed,

    /// <summary>It is aborted. This never changes. A transaction without a record is aborted, too.</summary>
    Aborted,

    /// <summary>The znode has other data than a record: somebody has changed it. Nothing ends the transaction before it is repaired by hand.</summary>
    Damaged,
}
