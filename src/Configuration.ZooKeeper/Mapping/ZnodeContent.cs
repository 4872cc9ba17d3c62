using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>The parts of a znode that determine its keys.</summary>
/// <param name="Data">The data, or null.</param>
/// <param name="HasChildren">Whether it has children.</param>
/// <param name="IsFolder">Whether it has children, or ever had any.</param>
internal readonly record struct ZnodeContent(ReadOnlyMemory<byte>? Data, bool HasChildren = false, bool IsFolder = false)
{
    /// <summary>The znode of a mirror, which can share the text of its data with the keys.</summary>
    public Znode? Znode { get; init; }

    /// <summary>Whether it is no longer current, so that only its keys are needed, to remove them.</summary>
    public bool IsEarlier { get; init; }
}
