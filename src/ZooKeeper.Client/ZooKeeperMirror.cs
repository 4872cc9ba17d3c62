namespace ZooKeeper.Client;

/// <summary>A consistent mirror of subtrees.</summary>
public sealed class ZooKeeperMirror
{
}
