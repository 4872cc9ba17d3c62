using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests;

/// <summary>A test's sessions as the shared server sees them, told from all others by a session timeout that nobody else asks for.</summary>
internal sealed class OwnSessions
{
    private static int Last;

    public OwnSessions(TimeSpan? atLeast = null) =>
        Timeout = (atLeast ?? TimeSpan.FromSeconds(20)) + TimeSpan.FromMilliseconds(Interlocked.Increment(ref Last));

    public TimeSpan Timeout { get; }

    public void Mark(ZooKeeperClientOptions connection) => connection.SessionTimeout = Timeout;

    /// <summary>The ids of the sessions that are connected.</summary>
    public async Task<IReadOnlyList<long>> ConnectedAsync() =>
        [.. (await SharedServer.GetConnectedSessionsAsync()).Where(session => session.Value == Timeout).Select(session => session.Key)];

    /// <summary>
    /// Waits until none is connected: a server lists a connection for a moment longer than it has answered its closing. Much earlier than it would give up one that was only lost.
    /// </summary>
    public Task ClosedAsync() => Eventually.TrueAsync(async () => (await ConnectedAsync()).Count == 0, Timeout / 3);

    /// <summary>Whether the server still holds a session, connected or not.</summary>
    public static Task<bool> IsHeldAsync(long id) => SharedServer.HoldsSessionAsync(id);
}
