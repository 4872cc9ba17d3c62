using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Barriers;

/// <summary>A client that is disposed while a participant waits for the first of two watches.</summary>
[TestClass]
public sealed class DisposedClientTests
{
    private const int GetChildrenOpcode = 12; // with the Stat

    [TestMethod]
    public async Task Leave_ClientIsDisposed_LeavesNoUnobservedException()
    {
        List<string> unobserved = [];
        EventHandler<UnobservedTaskExceptionEventArgs> onUnobserved = (_, e) =>
        {
            if (e.Exception.InnerException is ObjectDisposedException { ObjectName: "ZooKeeper.Client.ZooKeeperClient" })
            {
                lock (unobserved)
                {
                    unobserved.Add(e.Exception.ToString());
                }
            }
        };
        TaskScheduler.UnobservedTaskException += onUnobserved;

        await LeaveAsync();

        await Task.Yield(); // the stack still has what has ended
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= onUnobserved;
        Assert.IsEmpty(unobserved);
    }

    private static async Task LeaveAsync()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        var entering = new ZooKeeperDoubleBarrier(client, "/barrier", 2).EnterAsync();
        await using var second = await new ZooKeeperDoubleBarrier(other, "/barrier", 2).EnterAsync().WaitAsync(SharedServer.Deadline);
        var first = await entering.WaitAsync(SharedServer.Deadline);
        using var patient = new CancellationTokenSource();
        proxy.ResetCounters();
        var leaving = first.LeaveAsync(patient.Token);
        await Eventually.TrueAsync(() => proxy.Requests.ContainsKey(GetChildrenOpcode));
        await client.SyncAsync(); // its reply comes after that of the list

        await client.DisposeAsync();

        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => leaving.WaitAsync(SharedServer.Deadline));
    }
}
