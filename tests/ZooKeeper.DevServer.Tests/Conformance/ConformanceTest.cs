using System.Globalization;
using System.Runtime.CompilerServices;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Conformance;

/// <summary>
/// A test that states what a server does, whichever server it is, or whichever of one release. Its sessions are closed at its end.
/// </summary>
public abstract class ConformanceTest(SharedServer shared, ZooKeeperRelease? only = null)
{
    private static int s_paths;

    private readonly List<WireSession> _sessions = [];

    private protected ConformanceServer Server { get; private set; } = null!;

    /// <summary>Whether the server has what 3.9 brought.</summary>
    private protected bool Is39 => Server.Release >= ZooKeeperRelease.V39;

    /// <inheritdoc cref="ServerVersion.IsSince"/>
    private protected bool IsSince(string of38, string of39) => Server.Version.IsSince(of38, of39);

    /// <summary>Ends a test that a server fails which tells sessions of znodes they may not read.</summary>
    private protected void DemandHidesUnreadable()
    {
        if (!Server.Version.HidesUnreadable)
        {
            Assert.Inconclusive($"ZooKeeper {Server.Version.Number} sends the events of unreadable znodes (CVE-2024-23944).");
        }
    }

    [TestInitialize]
    public async Task StartAsync()
    {
        Server = await shared.StartedAsync();
        if (only is { } release && release != Server.Release)
        {
            Assert.Inconclusive($"This is what {release} does, and the server is {Server.Release}.");
        }
    }

    [TestCleanup]
    public async Task CloseSessionsAsync()
    {
        foreach (var session in _sessions)
        {
            await session.SendAsync(OpCode.CloseSession);
        }

        foreach (var session in _sessions)
        {
            await session.EndAsync();
            await session.DisposeAsync();
        }
    }

    /// <summary>A path that nobody else uses. It does not exist.</summary>
    private protected static string UniquePath([CallerMemberName] string test = "") =>
        string.Create(CultureInfo.InvariantCulture, $"/{test}-{Interlocked.Increment(ref s_paths)}");

    /// <summary>An ACL by which a digest identity has some permissions, and nobody else any.</summary>
    private protected static Acl[] OnlyFor(string user, Permissions permissions = Permissions.All) => [Acl.Digest(permissions, user, "secret")];

    private protected static void AreEvents(IReadOnlyList<WireEvent> events, params (WatchEventType Type, string Path)[] expected) =>
        Assert.AreEqual(string.Join('\n', expected), string.Join('\n', events.Select(e => (e.Type, e.Path))));

    /// <summary>Checks events that one transaction caused. Since 3.9 they carry its zxid.</summary>
    private protected void AreEventsOf(long zxid, IReadOnlyList<WireEvent> events, params (WatchEventType Type, string Path)[] expected)
    {
        AreEvents(events, expected);
        foreach (var e in events)
        {
            Assert.AreEqual(Is39 ? zxid : -1, e.Zxid, "the zxid of the event");
        }
    }

    /// <summary>Opens a session.</summary>
    private protected async Task<WireSession> ConnectAsync(TimeSpan? timeout = null)
    {
        var session = await OpenAsync(New(timeout));
        Assert.IsFalse(session.Handshake!.IsExpired);
        return session;
    }

    /// <summary>Opens a session and a znode below which the test works.</summary>
    private protected async Task<(WireSession Session, string Root)> ConnectWithRootAsync([CallerMemberName] string test = "")
    {
        var (session, root) = (await ConnectAsync(), UniquePath(test));
        await session.PrepareAsync(root);
        return (session, root);
    }

    /// <summary>Opens a session with an identity of the digest scheme.</summary>
    private protected async Task<WireSession> ConnectAsAsync(string user)
    {
        var session = await ConnectAsync();
        (await session.AuthAsync("digest", user + ":secret")).Ok();
        return session;
    }

    /// <summary>Comes back with a session on a new connection.</summary>
    private protected Task<WireSession> ReattachAsync(WireSession session) =>
        OpenAsync(New(null) with { SessionId = session.Id, Password = session.Password });

    /// <summary>Sends a handshake, whatever comes of it.</summary>
    private protected async Task<WireSession> OpenAsync(ConnectRequest request)
    {
        var session = await WireSession.OpenAsync(Server.Port, request);
        _sessions.Add(session);
        return session;
    }

    /// <summary>Sends a handshake, whatever comes of it.</summary>
    private protected async Task<WireSession> OpenAsync(byte[] handshake)
    {
        var session = await WireSession.OpenAsync(Server.Port, handshake);
        _sessions.Add(session);
        return session;
    }

    /// <summary>The handshake for a new session.</summary>
    private protected static ConnectRequest New(TimeSpan? timeout) => new(
        ProtocolVersion: 0,
        LastZxidSeen: 0,
        (int)(timeout ?? ConformanceServer.MaxSessionTimeout).TotalMilliseconds,
        SessionId: 0,
        new byte[16],
        ReadOnly: false);
}
