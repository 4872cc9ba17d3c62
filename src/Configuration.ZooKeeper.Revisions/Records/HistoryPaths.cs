using System.Globalization;
using Configuration.ZooKeeper.Mapping;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>The znodes of one managed root below the control path.</summary>
internal sealed class HistoryPaths(string controlPath, string root)
{
    public string Control { get; } = controlPath;

    public string All { get; } = ZnodePath.Combine(controlPath, "history");

    public string Id { get; } = ManagedRootId.Of(root);

    public string Root => ZnodePath.Combine(All, Id);

    public string Head => ZnodePath.Combine(Root, "head");

    public string Records => ZnodePath.Combine(Root, "r");

    public string Chunks => ZnodePath.Combine(Root, "i");

    public string Record(int revision) => ZnodePath.Combine(Records, revision.ToString("D10", CultureInfo.InvariantCulture));

    public string ChunksOf(Guid uid) => ZnodePath.Combine(Chunks, uid.ToString("n"));

    public string Chunk(Guid uid, int index) => ZnodePath.Combine(ChunksOf(uid), index.ToString("D4", CultureInfo.InvariantCulture));

    /// <summary>Returns whether a znode among the histories is one of them, by its name.</summary>
    public static bool IsId(string name) => ManagedRootId.PathOf(name) is var path && ZnodePath.IsValid(path) && ManagedRootId.Of(path) == name;

    public static int NumberOf(string name) => int.Parse(name, CultureInfo.InvariantCulture);
}
