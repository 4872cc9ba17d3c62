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

    /// <summary>The znode does not contain a record, because another client has changed it. Repair the znode by hand: until then, nothing ends the transaction.</summary>
    Damaged,
}
