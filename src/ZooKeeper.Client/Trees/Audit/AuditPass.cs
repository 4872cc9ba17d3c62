using System.Text;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// One walk of an audit over all that a mirror knows, cut into chunks. It follows a published tree, which does not change under it; what has come since is
/// the next pass's.
/// </summary>
internal sealed class AuditPass
{
    /// <summary>The most bytes of a reply, unless a single znode is larger. Real reads wait behind it, so it is smaller than theirs.</summary>
    public const int ChunkTarget = 256 * 1024;

    private const int OverheadOfRequest = 14;
    private const int OverheadOfReply = 90;
    private const int OverheadOfFrame = 32;

    private readonly IEnumerator<(string Path, long Bytes)> _rest;

    /// <summary>Whether a path belongs into a chunk, and the present size of its data.</summary>
    public delegate bool Selection(string path, out long dataLength);

    public AuditPass(TreeRoots tree, TimeSpan interval, int mostPaths)
    {
        Pause = interval / CountChunks(tree, mostPaths);
        _rest = Walk(tree).GetEnumerator();
        IsOver = !_rest.MoveNext();
    }

    /// <summary>From one chunk to the next, so that they are spread evenly over the interval.</summary>
    public TimeSpan Pause { get; }

    public bool IsOver { get; private set; }

    /// <summary>The next chunk, by present sizes. It leaves out what is about to be read anyway.</summary>
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

    // From the top down: of a subtree that is gone, its topmost znode is found first. A root is looked at even while it is missing.
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
