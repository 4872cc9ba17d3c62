namespace ZooKeeper.Client.Trees;

/// <summary>What must be read of a path before its znode in the working copy is correct again.</summary>
[Flags]
internal enum ReadNeed
{
    None = 0,

    /// <summary>The data and Stat.</summary>
    Data = 1,

    /// <summary>The names of the children. They are always read together with the Stat, which dates them.</summary>
    Children = 2,

    /// <summary>
    /// Only the Stat, of a znode whose children were created or deleted. The mirror can publish the change at this reply. The number of children shows whether
    /// the mirror missed any. A snapshot does not wait for it.
    /// </summary>
    Stat = 4,

    /// <summary>An event reported a change, so the known size says little about the current size.</summary>
    Changed = 8,

    /// <summary>Children may have been created or deleted during an outage, when no events arrived.</summary>
    Unverified = 16,

    /// <summary>A list of children named the znode, and it was never read.</summary>
    Unknown = 32,

    Content = Data | Children,
}
