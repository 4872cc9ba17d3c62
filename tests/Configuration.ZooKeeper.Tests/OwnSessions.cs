using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Tests;

/// <summary>A test's sessions as the shared server sees them, told from all others by a session timeout that nobody else asks for.</summary>
internal sealed class OwnSessions
{
    private static int Last;

    public OwnSessions(TimeSpan? atLeast = null) =>
        Timeout = (atLeast ?? TimeSpan.FromSeconds(20)) + TimeSpan.FromMilliseconds(Interlocked.Increment(ref Last));

    public TimeSpan Timeout { get; }

    public void Mark(ZooKeeperClientOptions connection) => connection.SessionTimeout = Timeout;

    /// <summary>
    /// The ids of the sessions that are connected. Of a session that it has closed a server lists the connection for a moment longer; those do not count.
    /// </summary>
    public async Task<IReadOnlyList<long>> ConnectedAsync()
    {
        var held = new List<long>();
        foreach (var (id, timeout) in await SharedServer.GetConnectedSessionsAsync())
        {
            if (timeout == Timeout && await IsHeldAsync(id))
            {
                held.Add(id);
            }
        }

        return held;
    }

    /// <summary>Whether the server still holds a session, connected or not.</summary>
    public static Task<bool> IsHeldAsync(long id) => SharedServer.HoldsSessionAsync(id);
}
