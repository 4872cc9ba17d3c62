namespace Configuration.ZooKeeper.Revisions.Importing;

/// <summary>Indicates that the intent of an import is missing or damaged, so that the import can be neither resumed nor undone.</summary>
internal sealed class LostIntentException(string root, Guid intent, Exception cause) : RevisionException(
    $"Cannot resume the import of '{root}': the description of its changes is missing or damaged. Abort the import. What it has changed stays, as drift.", cause)
{
    public Guid Intent { get; } = intent;
}
