namespace ZooKeeper.Client.Tests.Session;

/// <summary>Applications block their thread pools; their sessions must survive it.</summary>
[TestClass]
[TestCategory("Alone")]
[DoNotParallelize]
public sealed class StarvationTests
{
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(2);

    [TestMethod]
    public void StarvedThreadPool_TheSessionLives()
    {
        // Nothing here may need the pool: the test waits on its own thread.
        var client = Wait(SharedServer.ConnectAsync(options => options.SessionTimeout = SessionTimeout));
        var states = client.RecordStates();
        var session = client.SessionId;
        using var release = new ManualResetEventSlim();
        var blocked = 0;
        var workers = 500;
        using var done = new CountdownEvent(workers);
        for (var i = 0; i < workers; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ =>
            {
                Interlocked.Increment(ref blocked);
                release.Wait();
                done.Signal();
            }, null);
        }

        using var never = new ManualResetEventSlim();
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < 3 * SessionTimeout)
        {
            never.Wait(TimeSpan.FromMilliseconds(50));
        }

        Assert.IsLessThan(workers, Volatile.Read(ref blocked), "the pool was starved all the time");
        release.Set();
        done.Wait(TestClient.Deadline);

        Assert.IsNotNull(Wait(client.ExistsAsync("/")));
        Assert.IsTrue(states.IsEmpty, "the connection was not even lost");
        Assert.AreEqual(session, client.SessionId);
        client.DisposeAsync().AsTask().Wait(TestClient.Deadline);
    }

    private static T Wait<T>(Task<T> task) => task.WaitAsync(TestClient.Deadline).GetAwaiter().GetResult();
}
