using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Chaos.Faults;

/// <summary>Notes which server surely led, and when, and keeps some workers on it: there, deadlines are exact.</summary>
internal sealed partial class LeaderRecord(ZooKeeperEnsemble ensemble, IReadOnlyList<Route> routes, HistoryLog log)
{
    private (ZooKeeperServer Server, long Epoch, long Since)? _known;

    /// <summary>Gets the leader that was seen last.</summary>
    public ZooKeeperServer Leader => _known!.Value.Server;

    private IEnumerable<Route> Pinned => routes.Take(routes.Count / 2);

    /// <summary>Finds the leader after a fault. If it is still the same, it has led all the time.</summary>
    public async Task LookAsync()
    {
        var (server, epoch, now) = (default(ZooKeeperServer)!, default(long?), 0L);
        await Eventually.TrueAsync(
            async () =>
            {
                server = await ensemble.FindLeaderAsync();
                now = Clock.Now;
                epoch = await EpochAsync(server);
                return epoch is not null;
            },
            because: "a server leads, and still does when it is asked again");
        if (_known is { } known && known.Server == server && known.Epoch == epoch)
        {
            log.Write(new Entry { At = known.Since, What = Happening.Led, Deadline = now, Names = [.. routes.Select(route => route.To(server).ConnectionString)] });
        }
        else
        {
            _known = (server, epoch!.Value, Clock.Now);
        }
    }

    public void Pin()
    {
        foreach (var route in Pinned)
        {
            route.PinTo(Leader);
        }
    }

    // Null if it no longer serves: a leader that was paused learns late that it has been replaced.
    private static async Task<long?> EpochAsync(ZooKeeperServer server)
    {
        try
        {
            var zxid = Zxid().Match(await server.FourLetterWordAsync("srvr"));
            return zxid.Success ? long.Parse(zxid.Groups["zxid"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) >> 32 : null;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }

    [GeneratedRegex("Zxid: 0x(?<zxid>[0-9a-f]+)")]
    private static partial Regex Zxid();
}
