namespace ZooKeeper.Client.Trees;

/// <summary>What must be read of a path before its znode in the working copy is right again.</summary>
[Flags]
internal enum ReadNeed
{
    None = 0,

    /// <summary>The data and Stat.</summary>
    Data = 1,

    /// <summary>The names of the children; always together with the Stat, which dates them.</summary>
    Children = 2,

    /// <summary>
    /// Only the Stat, of a znode whose children came or went: its reply is the point at which the change can be published, and its number of
    /// children shows whether any came or went unseen. A snapshot does not wait for it.
    /// </summary>
    Stat = 4,

    /// <summary>An event told of it: the size that is known, if one is, says little about its size now.</summary>
    Changed = 8,

    /// <summary>It is not known whether children came or went: no events were seen for a while.</summary>
    Unverified = 16,

    /// <summary>A list of children told of it, and nothing of it was ever read.</summary>
    Unknown = 32,

    Content = Data | Children,
}
