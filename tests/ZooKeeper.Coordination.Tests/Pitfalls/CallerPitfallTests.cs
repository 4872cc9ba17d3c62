using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Pitfalls;

/// <summary>What went wrong in other libraries with the code that calls (docs/coordination/proof.md).</summary>
[TestClass]
public sealed class CallerPitfallTests
{
    [TestMethod]
    [DataRow("lock")]
    [DataRow("read")]
    [DataRow("write")]
    [DataRow("election")]
    public async Task ReleaseOnAnotherThread_IsNotRefused(string name)
    {
        await using var client = await SharedServer.ConnectAsync();
        var (recipe, path) = (Recipe.Of(name), SharedServer.UniquePath());
        var owner = await recipe.AcquireNowAsync(client, path).WaitAsync(SharedServer.Deadline);

        var thread = new Thread(() => owner.DisposeAsync().AsTask().GetAwaiter().GetResult());
        thread.Start();
        await Task.Run(thread.Join).WaitAsync(SharedServer.Deadline);

        Assert.IsTrue(await recipe.IsFreeAsync(client, path));
        Assert.IsFalse(owner.IsHeld);
    }

    [TestMethod]
    public async Task SecondCallOfTheOwner_IsNotGrantedBesideTheFirst()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await using var exports = await new ZooKeeperLock(client, path + "/exports").AcquireAsync();
        await using var reader = await new ZooKeeperReadWriteLock(client, path + "/index").AcquireReadAsync();

        Assert.IsNull(await new ZooKeeperLock(client, path + "/exports").TryAcquireAsync(), "re-entrant");
        Assert.IsNull(await new ZooKeeperReadWriteLock(client, path + "/index").TryAcquireWriteAsync(), "upgraded beside its own reader");
        Assert.IsTrue(exports.IsHeld && reader.IsHeld);
    }
}
