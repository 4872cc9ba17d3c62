using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Tests.Semaphores;

/// <summary>Semaphores of both layouts, and what they leave on the server.</summary>
internal static class Permits
{
    public static ZooKeeperSemaphore Of(ZooKeeperClient client, string path, int permits, SemaphoreLayout layout = SemaphoreLayout.Queue) =>
        new(client, path, permits, new SemaphoreOptions { Layout = layout });

    public static async Task ExpectZnodesAsync(ZooKeeperClient client, ZooKeeperSemaphore semaphore, SemaphoreLayout layout, int leases, int waiting)
    {
        Assert.HasCount(leases, (await client.GetChildrenAsync($"{semaphore.Path}/leases")).Names);
        var queue = $"{semaphore.Path}/{(layout == SemaphoreLayout.Curator ? "locks" : "queue")}";
        Assert.HasCount(waiting, (await client.GetChildrenAsync(queue)).Names);
    }
}
