using System.Globalization;
using System.Text;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Barriers;

/// <summary>
/// The current generation of a double barrier, which is the data of its path. The first line is the number of participants, and the others are the names of the
/// members. A name is never used again, so a generation is over when all of its members are gone.
/// </summary>
/// <param name="Members">The names of the znodes of those that have passed. Empty before the first generation.</param>
/// <param name="Version">The version of the data.</param>
/// <param name="Zxid">The zxid of the transaction that wrote it.</param>
internal sealed record Generation(IReadOnlyList<string> Members, int Version, long Zxid)
{
    private const char Separator = '\n';

    /// <summary>Reads the data of a path, and compares the stored number of participants with that of this process.</summary>
    public static Generation Parse(string path, int participants, ZnodeData znode)
    {
        var lines = Encoding.UTF8.GetString(znode.Data ?? []).Split(Separator);
        if (!int.TryParse(lines[0], CultureInfo.InvariantCulture, out var stored))
        {
            throw new InvalidOperationException($"The znode '{path}' has data of another program ({znode.Stat.DataLength} bytes), so it is no barrier. Use another path.");
        }

        return stored == participants ? new Generation(lines[1..], znode.Stat.Version, znode.Stat.Mzxid) : throw new InvalidOperationException(
            $"The barrier at '{path}' has {stored} participants, but this process uses {participants}. Use the same value in all processes. To change it, stop all "
            + "processes and delete the path.");
    }

    public static byte[] Encode(int participants, IEnumerable<string> members) =>
        Encoding.UTF8.GetBytes(string.Join(Separator, [participants.ToString(CultureInfo.InvariantCulture), .. members]));
}
