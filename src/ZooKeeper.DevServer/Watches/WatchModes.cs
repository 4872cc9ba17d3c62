namespace ZooKeeper.DevServer.Watches;

/// <summary>The watches that a connection has on one path.</summary>
[Flags]
internal enum WatchModes
{
    None = 0,
    OneShot = 1,
    Persistent = 2,
    Recursive = 4,
    Any = OneShot | Persistent | Recursive,
}
