namespace Configuration.ZooKeeper;

/// <summary>Why a state of ZooKeeper is not taken over.</summary>
public enum ZooKeeperRejectionCause
{
    /// <summary>The data of a znode is not text, or a document that cannot be read.</summary>
    Malformed,

    /// <summary>None of the source's paths exists.</summary>
    Missing,

    /// <summary>A path of the source may not be read.</summary>
    Unreadable,

    /// <summary>Options of the application cannot be created from it, or fail their validation.</summary>
    InvalidOptions,
}
