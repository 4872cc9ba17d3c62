namespace ZooKeeper.DevServer.Watches;

/// <summary>Specifies the watches that a connection has on a path.</summary>
[Flags]
internal enum WatchModes
{
    None = 0,
    OneShot = 1,
    Persistent = 2,
    Recursive = 4,
    Any = OneShot | Persistent | Recursive,
}
