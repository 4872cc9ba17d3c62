using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Semaphores;

/// <summary>What happens to permits and waiting processes when znodes and sessions get lost.</summary>
[TestClass]
public sealed class SemaphoreLossTests
{
    [TestMethod]
    [DataRow(SemaphoreLayout.Queue)]
    [DataRow(SemaphoreLayout.Curator)]
    public async Task Lease_DeletedByAnOperator_IsLostAndPassesOn(SemaphoreLayout layout)
    {
        await using var client = await SharedServer.ConnectAsync();
        var semaphore = Permits.Of(client, SharedServer.UniquePath(), 1, layout);
        await using var holder = await semaphore.AcquireAsync();
        var waiting = semaphore.AcquireAsync();
        await Eventually.TrueAsync(async () => (await semaphore.InspectAsync()).Waiting.Count == 1);

        await client.DeleteAsync(holder.Path);

        await using var next = await waiting.WaitAsync(SharedServer.Deadline);
        await Eventually.TrueAsync(() => holder.LostToken.IsCancellationRequested);
        Assert.IsFalse(holder.IsHeld);
        await Assert.ThrowsExactlyAsync<OwnershipLostException>(() => holder.CommitAsync(new Multi().Delete("/zookeeper")));
    }

    [TestMethod]
    [DataRow(SemaphoreLayout.Queue)]
    [DataRow(SemaphoreLayout.Curator)]
    public async Task Waiting_ZnodeDeletedByAnOperator_JoinsTheQueueAgain(SemaphoreLayout layout)
    {
        await using var client = await SharedServer.ConnectAsync();
        var semaphore = Permits.Of(client, SharedServer.UniquePath(), 1, layout);
        var holder = await semaphore.AcquireAsync();
        var waiting = semaphore.AcquireAsync();
        await Eventually.TrueAsync(async () => (await semaphore.InspectAsync()).Waiting.Count == 1);
        var first = (await semaphore.InspectAsync()).Waiting[0].Path;

        await client.DeleteAsync(first);

        await Eventually.TrueAsync(async () => (await semaphore.InspectAsync()).Waiting is [{ } again] && again.Path != first);
        Assert.IsFalse(waiting.IsCompleted);
        await holder.DisposeAsync();
        await using var next = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.IsTrue(next.IsHeld);
    }

    [TestMethod]
    [DataRow(SemaphoreLayout.Queue)]
    [DataRow(SemaphoreLayout.Curator)]
    public async Task Holder_SessionEnds_PermitPassesOn(SemaphoreLayout layout)
    {
        await using var client = await SharedServer.ConnectAsync();
        var semaphore = Permits.Of(client, SharedServer.UniquePath(), 1, layout);
        var dying = await SharedServer.ConnectAsync();
        var holder = await Permits.Of(dying, semaphore.Path, 1, layout).AcquireAsync();
        var waiting = semaphore.AcquireAsync();
        await Eventually.TrueAsync(async () => (await semaphore.InspectAsync()).Waiting.Count == 1);

        await dying.DisposeAsync();

        await using var next = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.IsGreaterThan(holder.Fence, next.Fence);
        await Eventually.TrueAsync(() => holder.LostToken.IsCancellationRequested);
    }
}
