using System.Buffers.Binary;
using System.Text;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Tests.Switches;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Hostile;

/// <summary>What is no request ends the connection it comes over, and nothing else.</summary>
[TestClass]
public sealed class GarbageTests
{
    private readonly RecordingLogger _log = new();
    private ZooKeeperDevServer _server = null!;
    private Bystander _bystander = null!;

    public static IEnumerable<object[]> Nonsense =>
    [
        Case("2 GB length", Length(int.MaxValue)),
        Case("length over the limit by one", Length(0x100000)),
        Case("length -1", Length(-1)),
        Case("lowest length", Length(int.MinValue)),
        Case("empty frame", Length(0)),
        Case("frame of 3 bytes", [.. Length(3), 1, 2, 3]),
        Case("frame of 7 bytes", [.. Length(7), 0, 0, 0, 1, 0, 0, 0]),
        Case("HTTP", Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")),
        Case("TLS", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]),
        Case("unknown word", Encoding.ASCII.GetBytes("kill")),
    ];

    public TestContext TestContext { get; set; } = null!;

    [TestInitialize]
    public async Task StartAsync()
    {
        _server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { LoggerFactory = _log });
        _bystander = await Bystander.ConnectAsync(_server);
    }

    [TestCleanup]
    public async Task StopAsync()
    {
        await _bystander.DisposeAsync();
        await _server.DisposeAsync();
        _log.HasNoErrors();
    }

    [TestMethod]
    [DynamicData(nameof(Nonsense))]
    public async Task FirstBytes_Nonsense_CloseTheConnection(string _, byte[] bytes)
    {
        using var peer = await RawPeer.ConnectAsync(_server);
        await peer.SendAsync(bytes);
        await peer.ClosedAsync();
        await _bystander.GoesOnAsync();
    }

    [TestMethod]
    [DynamicData(nameof(Nonsense))]
    public async Task BytesInASession_Nonsense_CloseTheConnection(string _, byte[] bytes)
    {
        using var peer = await RawPeer.OpenSessionAsync(_server);
        await peer.SendAsync(bytes);
        await peer.ClosedAsync();
        await _bystander.GoesOnAsync();
    }

    [TestMethod]
    [DataRow(OpCode.GetData)]
    [DataRow(OpCode.Ping)]
    [DataRow(OpCode.CloseSession)]
    public async Task FirstFrame_RequestInsteadOfHandshake_ClosesTheConnection(object opCode)
    {
        using var peer = await RawPeer.ConnectAsync(_server);
        await peer.SendAsync(1, (OpCode)opCode, new ReadRequest("/bystander", Watch: false));
        await peer.ClosedAsync();
        await _bystander.GoesOnAsync();
    }

    [TestMethod]
    public async Task FirstFrame_HandshakeCutShort_ClosesTheConnection()
    {
        var handshake = WireConnection.Frame(ServerConnections.New(TimeSpan.FromSeconds(10)));
        foreach (var length in Enumerable.Range(0, 27))
        {
            using var peer = await RawPeer.ConnectAsync(_server);
            await peer.SendAsync(Length(length));
            await peer.SendAsync(handshake.AsMemory(sizeof(int), length));
            await peer.ClosedAsync();
        }

        await _bystander.GoesOnAsync();
    }

    [TestMethod]
    [DataRow(-2)]
    [DataRow(int.MinValue)]
    [DataRow(17)]
    [DataRow(int.MaxValue)]
    public async Task FirstFrame_FalseLengthOfPassword_ClosesTheConnection(int length)
    {
        // The last byte is left out, as clients did before 3.4: nothing comes after the password.
        var handshake = WireConnection.Frame(ServerConnections.New(TimeSpan.FromSeconds(10)))[..^1];
        BinaryPrimitives.WriteInt32BigEndian(handshake, handshake.Length - sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(handshake.AsSpan(28), length);
        using var peer = await RawPeer.ConnectAsync(_server);
        await peer.SendAsync(handshake);
        await peer.ClosedAsync();
        await _bystander.GoesOnAsync();
    }

    [TestMethod]
    public async Task Connection_Malformed_IsLoggedOnce_WithoutItsBytes()
    {
        using (var peer = await RawPeer.ConnectAsync(_server))
        {
            await peer.SendAsync("a secret"u8.ToArray());
            await peer.ClosedAsync();
        }

        await _server.DisposeAsync();
        var (id, level, message) = _log.Entries.Single(entry => entry.Level >= LogLevel.Warning);
        Assert.AreEqual((LogLevel.Warning, 3001), (level, id));
        Assert.Contains("127.0.0.1:", message);
        Assert.DoesNotContain("secret", message);
    }

    [TestMethod]
    public async Task SecondHandshake_InASession_IsNotServed()
    {
        // Its first words read as xid 0 and the operation 0, which is no request.
        using var peer = await RawPeer.OpenSessionAsync(_server);
        await peer.SendAsync(WireConnection.Frame(ServerConnections.New(TimeSpan.FromSeconds(10))));
        Assert.AreEqual(Client.ErrorCode.Unimplemented, (await peer.ReceiveHeaderAsync()).Error);
        await peer.ClosedAsync();
        Assert.HasCount(2, await _server.GetSessionsAsync());
        await _bystander.GoesOnAsync();
    }

    [TestMethod]
    public async Task RandomBytes_BeforeAndInASession_CloseTheConnection()
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            using var peer = round % 2 == 0 ? await RawPeer.ConnectAsync(_server) : await RawPeer.OpenSessionAsync(_server);
            var bytes = new byte[random.Next(1, 5_000)];
            random.NextBytes(bytes);
            await peer.SendAsync(bytes);

            // The bytes can begin as a long frame does, whose rest the server waits for.
            peer.FinishSending();
            await peer.DrainAsync();
        }

        await _bystander.GoesOnAsync();
    }

    [TestMethod]
    public async Task Connections_ResetAtOnce_HoldUpNobody()
    {
        for (var i = 0; i < 500; i++)
        {
            using var peer = await RawPeer.ConnectAsync(_server);
            if (i % 2 == 1)
            {
                await peer.SendAsync(WireConnection.Frame(ServerConnections.New(TimeSpan.FromSeconds(10))).AsMemory(0, i % 49));
            }

            peer.Reset();
        }

        using var next = await RawPeer.OpenSessionAsync(_server);
        await _bystander.GoesOnAsync();
    }

    [TestMethod]
    public async Task Requests_ThenReset_AreDoneOrNot_AndNobodyElseNotices()
    {
        for (var i = 0; i < 100; i++)
        {
            using var peer = await RawPeer.OpenSessionAsync(_server);
            for (var xid = 1; xid <= 20; xid++)
            {
                await peer.SendAsync(xid, OpCode.Create2, new CreateRequest("/e", [1], AclRecord.Wrap(Client.Acl.Open), Client.CreateMode.EphemeralSequential));
            }

            peer.Reset();
            await _bystander.GoesOnAsync();
        }

        await _server.ExpireAllSessionsAsync();
        await using var observer = await _server.OpenAsync(TimeSpan.FromSeconds(10));
        CollectionAssert.AreEquivalent(new[] { "bystander", "zookeeper" }, (await observer.GetChildrenAsync("/")).As<NamesReply>().Names);
    }

    private static object[] Case(string name, byte[] bytes) => [name, bytes];

    private static byte[] Length(int length)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        return bytes;
    }
}
