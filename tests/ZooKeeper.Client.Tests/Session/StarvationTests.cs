using System.Net;
using System.Net.Sockets;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

/// <summary>Applications block their thread pools; their sessions must survive it.</summary>
[TestClass]
[TestCategory("Alone")]
[TestCategory("NoServer")]
[DoNotParallelize]
public sealed class StarvationTests
{
    private const int Pings = 9;

    [TestMethod]
    public void StarvedThreadPool_TheSessionLives()
    {
        // Nothing here may need the pool: the test waits on its own thread, and the server has one, too.
        using var server = new ThreadedServer();
        var time = new ManualTime();
        var client = Wait(TestClient.ConnectAsync(server.ConnectionString, options => options.TimeProvider = time));
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

        // The replies stay unread meanwhile, which is a sign of life as well.
        for (var ping = 1; ping <= Pings; ping++)
        {
            time.Advance(client.SessionTimeout / 3);
            HeartbeatClock.Wake();
            Assert.IsTrue(server.Pinged.Wait(TestClient.Deadline), $"ping {ping} of {Pings}");
        }

        Assert.IsLessThan(workers, Volatile.Read(ref blocked), "the pool was starved all the time");
        release.Set();
        done.Wait(TestClient.Deadline);

        Assert.IsNull(Wait(client.ExistsAsync("/")));
        Assert.IsTrue(states.IsEmpty, "the connection was not even lost");
        Assert.AreEqual(session, client.SessionId);
        client.DisposeAsync().AsTask().Wait(TestClient.Deadline);
    }

    private static T Wait<T>(Task<T> task) => task.WaitAsync(TestClient.Deadline).GetAwaiter().GetResult();

    /// <summary>A server for one connection that blocks a thread of its own, and says when it has answered a ping.</summary>
    private sealed class ThreadedServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public ThreadedServer()
        {
            _listener.Start();
            new Thread(ServeUntilClosed) { IsBackground = true }.Start();
        }

        public string ConnectionString => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public SemaphoreSlim Pinged { get; } = new(0);

        public void Dispose() => _listener.Dispose();

        private void ServeUntilClosed()
        {
            try
            {
                Serve();
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // The test has failed, and says why.
            }
        }

        private void Serve()
        {
            using var client = _listener.AcceptTcpClient();
            using var stream = client.GetStream();
            stream.Write(ScriptedConnection.Response(Jute.Decode<ConnectRequest>(Read(stream))));
            for (OpCode? last = null; last != OpCode.CloseSession;)
            {
                var header = Jute.Decode<RequestHeader>(Read(stream).AsSpan(0, 8));
                stream.Write(ScriptedConnection.Reply(header.Xid, 1, header.OpCode == OpCode.Exists ? ErrorCode.NoNode : ErrorCode.Ok));
                last = header.OpCode;
                if (last == OpCode.Ping)
                {
                    Pinged.Release();
                }
            }
        }

        private static byte[] Read(NetworkStream stream)
        {
            var length = new byte[sizeof(int)];
            stream.ReadExactly(length);
            var frame = new byte[System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(length)];
            stream.ReadExactly(frame);
            return frame;
        }
    }
}
