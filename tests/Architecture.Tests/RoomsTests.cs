namespace Architecture.Tests;

/// <summary>No room of a library reaches back to one above it (docs/architecture.md, "Rooms").</summary>
[TestClass]
public sealed class RoomsTests
{
    private static readonly Dictionary<string, Layers> Libraries = new()
    {
        ["ZooKeeper.Client"] = new(
            Room.Folder("Composed"),
            Room.Root,
            Room.Folder("Operations"),
            Room.Folder("Trees", "Snapshots"),
            Room.Folder("Watches"),
            Room.Folder("Session"),
            Room.Folder("Sasl"),
            Room.Folder("Protocol"),
            Room.Folder("Transport"),
            Room.Folder("Errors", "Events", "Options", "Security", "Znodes")),
        ["ZooKeeper.Coordination"] = new(
            Room.Folder("Hosting"),
            Room.Folder("StatusBoards"),
            Room.Folder("Barriers", "Counters", "Elections", "Groups", "Queues", "ReadWriteLocks", "Semaphores", "Transactions"),
            Room.Folder("Locks"),
            Room.Folder("Contending", "Following", "Presences"),
            Room.Folder("Tenures"),
            Room.Folder("Telemetry"),
            Room.Folder("Errors", "Options")),
        ["ZooKeeper.ServiceDiscovery"] = new(
            Room.Root,
            Room.Folder("Registration"),
            Room.Folder("Endpoints"),
            Room.Folder("Catalogs", "Choices"),
            Room.Folder("Formats", "Instances"),
            Room.Folder("Options")),
        ["ZooKeeper.DevServer"] = new(
            Room.Contracts("ZooKeeperDevServer", "ZooKeeperDevServer.Switches"),
            Room.Folder("Connections"),
            Room.Folder("Requests"),
            Room.Folder("Watches"),
            Room.Folder("Sessions"),
            Room.Folder("Clients"),
            Room.Folder("Access"),
            Room.Folder("Tree"),
            Room.Root),
        ["Configuration.ZooKeeper"] = new(
            Room.Root,
            Room.Folder("Health"),
            Room.Folder("Hosting"),
            Room.Folder("Setup"),
            Room.Folder("Reloading"),
            Room.Folder("Validation"),
            Room.Folder("Pinning"),
            Room.Folder("Mapping"),
            Room.Folder("Keys"),
            Room.Folder("SnapshotFiles"),
            Room.Folder("Logging"),
            Room.Folder("Telemetry"),
            Room.Folder("Errors", "Options", "Status"),
            Room.Folder("Documents", "Secrets")),
        ["Configuration.ZooKeeper.Revisions"] = new(
            Room.Root,
            Room.Folder("Importing", "Drift", "Compaction"),
            Room.Folder("Backup"),
            Room.Folder("Access"),
            Room.Folder("Applying"),
            Room.Folder("History"),
            Room.Folder("Planning"),
            Room.Folder("Keys"),
            Room.Folder("Secrets"),
            Room.Folder("Formats"),
            Room.Folder("Records"),
            Room.Folder("States"),
            Room.Folder("Errors", "Options")),
        ["ConfigZk.Tool"] = new(
            Room.Root,
            Room.Folder("Commands"),
            Room.Folder("Invocation"),
            Room.Folder("Connecting"),
            Room.Folder("Output"),
            Room.Folder("Errors")),
    };

    [TestMethod]
    [DataRow("ZooKeeper.Client")]
    [DataRow("ZooKeeper.Coordination")]
    [DataRow("ZooKeeper.ServiceDiscovery")]
    [DataRow("ZooKeeper.DevServer")]
    [DataRow("Configuration.ZooKeeper")]
    [DataRow("Configuration.ZooKeeper.Revisions")]
    [DataRow("ConfigZk.Tool")]
    public void Rooms_OfALibrary_UseOnlyThoseBelow(string name)
    {
        var found = Libraries[name].ReachBacks(SourceProject.Load(name));

        Assert.IsEmpty(found, string.Join(Environment.NewLine, found));
    }
}
