using System.Text;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Counts the ephemeral znodes of a session. ZOOKEEPER-4306: the transaction that ends a session lists all of them, and an ensemble cannot recover from one
/// that is larger than <c>jute.maxbuffer</c>.
/// </summary>
internal sealed class EphemeralBudget(int limit)
{
    private const int NumberLength = 10;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private List<string>? _createdSince;
    private int _recounts;
    private long _bytes;

    /// <summary>Gets how many bytes the znodes take, including those that are being created.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    public int Limit => limit;

    public static int CostOf(string path, bool isSequential) => Encoding.UTF8.GetByteCount(path) + sizeof(int) + (isSequential ? NumberLength : 0);

    /// <summary>Counts znodes that are about to be created, unless they would exceed the limit.</summary>
    public bool TryReserve(int cost)
    {
        lock (_gate)
        {
            if (_bytes + cost > limit)
            {
                return false;
            }

            _bytes += cost;
            return true;
        }
    }

    /// <summary>Replaces a reservation with the znode that was created, or may have been created. Null if none was.</summary>
    public void Settle(int cost, string? path)
    {
        lock (_gate)
        {
            _bytes -= cost;
            if (path is not null && _paths.Add(path))
            {
                _bytes += CostOf(path, isSequential: false);
                _createdSince?.Add(path);
            }
        }
    }

    public bool Contains(string path)
    {
        lock (_gate)
        {
            return _paths.Contains(path);
        }
    }

    public void Remove(string path)
    {
        lock (_gate)
        {
            if (_paths.Remove(path))
            {
                _bytes -= CostOf(path, isSequential: false);
            }
        }
    }

    /// <summary>Gets whether the server can list the znodes. A server before 3.6 cannot, and closes the connection when it is asked.</summary>
    public bool CanRecount { get; private set; } = true;

    /// <summary>Begins to count again, because other clients may have deleted some of the znodes.</summary>
    public void BeginRecount()
    {
        lock (_gate)
        {
            _recounts++;
            _createdSince ??= []; // of the earliest recount under way
        }
    }

    /// <summary>Notes that the server cannot list the znodes.</summary>
    public void OnRecountUnknown() => CanRecount = false;

    /// <summary>Ends a recount. Other recounts can be under way.</summary>
    /// <param name="paths">The znodes that the server has, or null if the server did not answer.</param>
    public void EndRecount(IEnumerable<string>? paths)
    {
        lock (_gate)
        {
            HashSet<string>? present = paths is null ? null : [.. paths, .. _createdSince ?? []];
            foreach (var gone in _paths.Where(path => present?.Contains(path) is false).ToArray())
            {
                Remove(gone);
            }

            _createdSince = --_recounts == 0 ? null : _createdSince;
        }
    }
}
