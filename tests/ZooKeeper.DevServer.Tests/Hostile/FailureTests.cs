using System.Net;
using System.Net.Sockets;
using ZooKeeper.DevServer.Connections;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Hostile;

/// <summary>Failures of the server itself and of its machine cost one connection at most.</summary>
[TestClass]
public sealed class FailureTests
{
    [TestMethod]
    public async Task Connection_FailsUnexpectedly_IsLoggedAndOthersAreServed()
    {
        var log = new RecordingLogger();
        var time = new FailingTime();
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { LoggerFactory = log, TimeProvider = time });
        time.Failures = 1;
        using (var peer = await RawPeer.ConnectAsync(server))
        {
            await peer.ClosedAsync();
        }

        using var other = await RawPeer.OpenSessionAsync(server);
        Assert.AreEqual(1, log.Entries.Count(entry => entry.Id == 3002));
    }

    [TestMethod]
    public async Task Accept_NoFileDescriptorIsFree_IsLoggedAndRetried()
    {
        var log = new RecordingLogger();
        await using var listener = ConnectionListener.Start(
            new IPEndPoint(IPAddress.Loopback, 0), _ => throw new SocketException((int)SocketError.TooManyOpenSockets), log);
        for (var i = 1; i <= 2; i++)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(listener.EndPoint);
            await Eventually.TrueAsync(() => log.Entries.Count(entry => entry.Id == 3003) == i);
        }
    }

    /// <summary>A clock that fails to create timers while a test wants it to.</summary>
    private sealed class FailingTime : TimeProvider
    {
        private int _failures;

        public int Failures
        {
            set => Volatile.Write(ref _failures, value);
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Interlocked.Decrement(ref _failures) >= 0
                ? throw new InvalidOperationException("The clock failed.")
                : base.CreateTimer(callback, state, dueTime, period);
    }
}
