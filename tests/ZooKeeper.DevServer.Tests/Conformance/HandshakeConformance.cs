using System.Buffers.Binary;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class HandshakeConformance(SharedServer server) : ConformanceTest(server)
{
    private const int LengthWithReadOnly = 37;

    [TestMethod]
    public async Task Handshake_NewSession_IsAnsweredWithIdPasswordAndTimeout()
    {
        var one = await OpenAsync(New(TimeSpan.FromSeconds(5)));
        var two = await OpenAsync(New(TimeSpan.FromSeconds(5)));
        var answer = one.Handshake!;
        Assert.AreEqual((0, 5000, false), (answer.ProtocolVersion, answer.TimeoutMilliseconds, answer.ReadOnly));
        Assert.AreEqual(LengthWithReadOnly, one.HandshakeLength);
        Assert.AreNotEqual(0, one.Id);
        Assert.HasCount(16, one.Password);
        Assert.AreNotEqual(one.Id, two.Id);
        CollectionAssert.AreNotEqual(one.Password, two.Password);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(new byte[0])]
    public async Task Handshake_NewSessionWithoutPassword_IsEstablished(byte[]? password)
    {
        var session = await OpenAsync(New(null) with { Password = password });
        Assert.IsFalse(session.Handshake!.IsExpired);
        Assert.HasCount(16, session.Password);
    }

    [TestMethod]
    public async Task Handshake_AcceptingAReadOnlyServer_IsAnsweredByOneThatIsNot()
    {
        var session = await OpenAsync(New(null) with { ReadOnly = true });
        Assert.IsFalse(session.Handshake!.ReadOnly);
    }

    [TestMethod]
    public async Task Handshake_WithoutTheLastField_IsAnsweredWithoutItButFrom390To392()
    {
        // A client before 3.4.
        var frame = WireConnection.Frame(New(null))[..^1];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - sizeof(int));
        var session = await OpenAsync(frame);
        Assert.AreEqual(IsSince("3.5.0", "3.9.3") ? LengthWithReadOnly - 1 : LengthWithReadOnly, session.HandshakeLength);
        (await session.PingAsync()).OkWithoutBody();
    }

    [TestMethod]
    public async Task Handshake_OtherProtocolVersion_IsAnsweredWithZero()
    {
        var session = await OpenAsync(New(null) with { ProtocolVersion = 5 });
        Assert.AreEqual(0, session.Handshake!.ProtocolVersion);
    }

    [TestMethod]
    [DataRow(-1, 1000)]
    [DataRow(0, 1000)]
    [DataRow(999, 1000)]
    [DataRow(1001, 1001)]
    [DataRow(19_999, 19_999)]
    [DataRow(20_001, 20_000)]
    [DataRow(int.MaxValue, 20_000)]
    [DataRow(int.MinValue, 1000)]
    public async Task Handshake_Timeout_IsConfinedBothWays(int asked, int granted)
    {
        var session = await OpenAsync(New(null) with { TimeoutMilliseconds = asked });
        Assert.AreEqual(granted, session.Handshake!.TimeoutMilliseconds);
    }
}

[TestClass]
public sealed class ApacheHandshakeConformance() : HandshakeConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerHandshakeConformance() : HandshakeConformance(SharedServers.DevServer);
