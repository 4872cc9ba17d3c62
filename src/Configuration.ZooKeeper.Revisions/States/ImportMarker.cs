namespace Configuration.ZooKeeper.Revisions.States;

/// <summary>The znode below a mapped path that says that an import is under way. Providers reject reloads while it exists.</summary>
internal static class ImportMarker
{
    public const string Name = ".configzk-import";
}
