using Configuration.ZooKeeper.Telemetry;

namespace Configuration.ZooKeeper.Tests.Services;

/// <summary>The values of the attribute <c>error.type</c> (docs/diagnostics.md, "Metrics").</summary>
[TestClass]
public sealed class ErrorTypeTests
{
    [TestMethod]
    [DataRow(ZooKeeperRejectionCause.Malformed, "malformed")]
    [DataRow(ZooKeeperRejectionCause.Missing, "missing")]
    [DataRow(ZooKeeperRejectionCause.Unreadable, "unreadable")]
    [DataRow(ZooKeeperRejectionCause.InvalidOptions, "invalid_options")]
    public void NameOf_RejectionCause_IsInSnakeCase(ZooKeeperRejectionCause cause, string expected) =>
        Assert.AreEqual(expected, SourceActivities.NameOf(cause));
}
