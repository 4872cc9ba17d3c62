namespace Configuration.ZooKeeper.Revisions.Tests.Importing;

/// <summary>Is told at once, on the thread that imports. The framework's own is told later.</summary>
internal sealed class Told(Action<ImportStatus>? act = null) : IProgress<ImportStatus>
{
    public List<ImportStatus> Statuses { get; } = [];

    public void Report(ImportStatus value)
    {
        Statuses.Add(value);
        act?.Invoke(value);
    }
}
