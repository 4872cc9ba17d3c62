using System.Text;

namespace Configuration.ZooKeeper.Revisions.Applying;

/// <summary>
/// Counts the operations and bytes of a multi. A multi above the limits can make an ensemble unavailable, and its client sees only a lost connection.
/// </summary>
internal sealed class MultiBudget
{
    public const int MaxBytes = 512 * 1024;
    public const int MaxOperations = 1000;

    // The header of an operation, an ACL of a few entries, versions and lengths.
    private const int Overhead = 128;

    public int Operations { get; private set; }

    public int Bytes { get; private set; }

    public bool IsExceeded => Operations > MaxOperations || Bytes > MaxBytes;

    public static int CostOf(string path, byte[]? data) => Encoding.UTF8.GetByteCount(path) + (data?.Length ?? 0) + Overhead;

    public void Add(string path, byte[]? data) => Add(CostOf(path, data));

    public void Add(int cost)
    {
        Operations++;
        Bytes += cost;
    }
}
