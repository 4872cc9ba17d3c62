using System.Globalization;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>The znodes of one managed root below the control path.</summary>
internal sealed class HistoryPaths(string controlPath, string root)
{
    public string Control { get; } = controlPath;

    public string All { get; } = ZnodePath.Combine(controlPath, "history");

    /// <summary>The id of a root: its path with <c>:</c> instead of <c>/</c>, so that people find it.</summary>
    public string Id { get; } = IdOf(root);

    public string Root => ZnodePath.Combine(All, Id);

    public string Head => ZnodePath.Combine(Root, "head");

    public string Records => ZnodePath.Combine(Root, "r");

    public string Chunks => ZnodePath.Combine(Root, "i");

    public string Record(int revision) => ZnodePath.Combine(Records, revision.ToString("D10", CultureInfo.InvariantCulture));

    public string ChunksOf(Guid uid) => ZnodePath.Combine(Chunks, uid.ToString("n"));

    public string Chunk(Guid uid, int index) => ZnodePath.Combine(ChunksOf(uid), index.ToString("D4", CultureInfo.InvariantCulture));

    public static int NumberOf(string name) => int.Parse(name, CultureInfo.InvariantCulture);

    private static string IdOf(string root) => root.Length == 1
        ? ":"
        : root[1..].Replace("%", "%25", StringComparison.Ordinal).Replace(":", "%3A", StringComparison.Ordinal).Replace('/', ':');
}
