using System.Text;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// One pass of an audit over all known znodes, in chunks. It walks over a published tree, which does not change. Znodes that are created during the pass wait
/// for the next one.
/// </summary>
internal sealed class AuditPass
{
    /// <summary>
    /// The most bytes of a reply, unless a single znode is larger. It is smaller than for other reads, because those wait behind an audit read.
    /// </summary>
    public const int ChunkTarget = 256 * 1024;

    private const int OverheadOfRequest = 14;
    private const int OverheadOfReply = 90;
    private const int OverheadOfFrame = 32;

    private readonly IEnumerator<(string Path, long Bytes)> _rest;

    /// <summary>Returns whether to audit a path, and the current size of its data.</summary>
    public delegate bool Selection(string path, out long dataLength);

    public AuditPass(TreeRoots tree, TimeSpan interval, int mostPaths)
    {
        Pause = interval / CountChunks(tree, mostPaths);
        _rest = Walk(tree).GetEnumerator();
        IsOver = !_rest.MoveNext();
    }

    /// <summary>The time between two chunks. It spreads them evenly over the interval.</summary>
    public TimeSpan Pause { get; }

    public bool IsOver { get; private set; }

    /// <summary>Takes the next chunk. It uses current sizes, and skips paths that are about to be read anyway.</summary>
    public List<string> TakeChunk(Selection canAudit, int mostPaths, int maxRequestLength)
    {
        var paths = new List<string>();
        var (replyBytes, requestBytes) = ((long)OverheadOfFrame, 0);
        while (!IsOver && paths.Count < mostPaths)
        {
            var path = _rest.Current.Path;
            if (canAudit(path, out var dataLength))
            {
                replyBytes += OverheadOfReply + dataLength;
                requestBytes += OverheadOfRequest + Encoding.UTF8.GetByteCount(path);
                if (paths.Count > 0 && (replyBytes > ChunkTarget || requestBytes > maxRequestLength / 2))
                {
                    break;
                }

                paths.Add(path);
            }

            IsOver = !_rest.MoveNext();
        }

        return paths;
    }

    private static int CountChunks(TreeRoots tree, int mostPaths)
    {
        var (chunks, paths, bytes) = (1, 0, (long)OverheadOfFrame);
        foreach (var (_, size) in Walk(tree))
        {
            bytes += OverheadOfReply + size;
            if (paths > 0 && (bytes > ChunkTarget || paths == mostPaths))
            {
                chunks++;
                (paths, bytes) = (0, OverheadOfFrame + OverheadOfReply + size);
            }

            paths++;
        }

        return chunks;
    }

    // From the top down, so that the audit finds the topmost znode of a deleted subtree first. It also reads missing roots.
    private static IEnumerable<(string Path, long Bytes)> Walk(TreeRoots tree) =>
        tree.Paths.SelectMany((path, index) => tree.Trees[index] is { } znode ? Walk(path, znode) : [(path, 0)]);

    private static IEnumerable<(string Path, long Bytes)> Walk(string root, Znode top)
    {
        var rest = new Stack<(string Path, Znode Znode)>([(root, top)]);
        while (rest.TryPop(out var next))
        {
            yield return (next.Path, next.Znode.Stat.DataLength);
            foreach (var child in next.Znode.Children)
            {
                rest.Push((child.Path, child));
            }
        }
    }
}
