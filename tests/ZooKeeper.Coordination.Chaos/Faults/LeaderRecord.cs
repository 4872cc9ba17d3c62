using System.Globalization;
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
        var server = await ensemble.FindLeaderAsync();
        var now = Clock.Now;
        var epoch = await EpochAsync(server);
        if (_known is { } known && known.Server == server && known.Epoch == epoch)
        {
            log.Write(new Entry { At = known.Since, What = Happening.Led, Deadline = now, Names = [.. routes.Select(route => route.To(server).ConnectionString)] });
        }
        else
        {
            _known = (server, epoch, Clock.Now);
        }
    }

    public void Pin()
    {
        foreach (var route in Pinned)
        {
            route.PinTo(Leader);
        }
    }

    private static async Task<long> EpochAsync(ZooKeeperServer server)
    {
        var zxid = Zxid().Match(await server.FourLetterWordAsync("srvr")).Groups["zxid"].Value;
        return long.Parse(zxid, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) >> 32;
    }

    [GeneratedRegex("Zxid: 0x(?<zxid>[0-9a-f]+)")]
    private static partial Regex Zxid();
}
