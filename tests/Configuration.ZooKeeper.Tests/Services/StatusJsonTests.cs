using System.Text.Json;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Tests.Services;

/// <summary>An endpoint that returns the status shows words, and not the numbers of enums.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class StatusJsonTests
{
    [TestMethod]
    public void Serialize_SessionAndCause_AreWords() => Assert.AreEqual(
        """{"Session":"ConnectedReadOnly","Cause":"InvalidOptions"}""",
        JsonSerializer.Serialize(new { Session = SessionState.ConnectedReadOnly, Cause = ZooKeeperRejectionCause.InvalidOptions }));
}
