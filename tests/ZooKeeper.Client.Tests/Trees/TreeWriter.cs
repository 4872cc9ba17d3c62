using System.Globalization;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>
/// Commits random transactions below a path and remembers the state after each, so that a test can check a snapshot at any zxid. It must be the only writer below
/// this path.
/// </summary>
internal sealed class TreeWriter(ZooKeeperClient client, string root, int seed)
{
    // The tree has a limited size: otherwise it would grow as long as a mirror loads it.
    private const int MostZnodes = 3000;

    private readonly Random _random = new(seed);
    private readonly SortedDictionary<long, IReadOnlyDictionary<string, string>> _states = [];
    private readonly SortedDictionary<string, string> _state = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public int Count { get; private set; }

    public long LastZxid { get; private set; }

    private string Counter => root + "/counter";

    public async Task StartAsync(int groups, int keys)
    {
        await client.CreateAsync(root);
        var multi = new Multi().Create(Counter, []);
        _state[Counter] = "";
        for (var group = 0; group < groups; group++)
        {
            Create(multi, $"{root}/g{group}");
            for (var key = 0; key < keys; key++)
            {
                Create(multi, $"{root}/g{group}/k{key}");
            }
        }

        await CommitAsync(multi);
    }

    /// <summary>Commits several random operations: writes, and creations and deletions of leaves and small subtrees.</summary>
    public Task CommitRandomAsync(int operations)
    {
        var multi = new Multi();
        var touched = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < operations; i++)
        {
            var path = _state.Keys.ElementAt(_random.Next(_state.Count));
            if (path == Counter || !touched.Add(path))
            {
                continue;
            }

            switch (_random.Next(4))
            {
                case 0 when _state.Count < MostZnodes:
                    var child = $"{path}/n{Count}x{i}";
                    Create(multi, child);
                    Create(multi, child + "/leaf");
                    touched.UnionWith([child, child + "/leaf"]);
                    break;
                case 1 when !_state.Keys.Any(other => other.StartsWith(path + "/", StringComparison.Ordinal)):
                    multi.Delete(path);
                    _state.Remove(path);
                    break;
                default:
                    Set(multi, path);
                    break;
            }
        }

        return CommitAsync(multi);
    }

    /// <summary>Commits writes to some of a few keys.</summary>
    public Task CommitHotAsync(int keys, int of)
    {
        var multi = new Multi();
        foreach (var path in Enumerable.Range(0, keys).Select(_ => $"{root}/g0/k{_random.Next(of)}").Distinct().ToArray())
        {
            Set(multi, path);
        }

        return CommitAsync(multi);
    }

    /// <summary>Commits the creation of a znode with a child.</summary>
    public Task CommitGrowthAsync()
    {
        var multi = new Multi();
        Create(multi, $"{root}/n{Count}");
        Create(multi, $"{root}/n{Count}/leaf");
        return CommitAsync(multi);
    }

    /// <summary>Commits random transactions until it is canceled.</summary>
    public async Task ChurnAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await CommitRandomAsync(operations: 4);
        }
    }

    /// <summary>Returns the tree after the last transaction at or before a zxid; null before the first.</summary>
    public IReadOnlyDictionary<string, string>? StateAt(long zxid)
    {
        lock (_gate)
        {
            var known = _states.Keys.LastOrDefault(committed => committed <= zxid, -1);
            return known < 0 ? null : _states[known];
        }
    }

    public static Dictionary<string, string> StateOf(TreeSnapshot snapshot, string root)
    {
        var state = new Dictionary<string, string>(StringComparer.Ordinal);
        if (snapshot.Find(root) is { } znode)
        {
            Collect(root, znode);
        }

        return state;

        void Collect(string path, Znode parent)
        {
            Assert.AreEqual(parent.Children.Count(), parent.ChildCount, path);
            foreach (var child in parent.Children)
            {
                Assert.IsTrue(child.IsReadable, $"{path}/{child.Name} is in a snapshot without having been read");
                state.Add($"{path}/{child.Name}", System.Text.Encoding.UTF8.GetString(child.Data!.Value.Span));
                Collect($"{path}/{child.Name}", child);
            }
        }
    }

    private void Create(Multi multi, string path) => multi.Create(path, System.Text.Encoding.UTF8.GetBytes(_state[path] = Value(path)));

    private void Set(Multi multi, string path) => multi.SetData(path, System.Text.Encoding.UTF8.GetBytes(_state[path] = Value(path)));

    private string Value(string path) => string.Create(CultureInfo.InvariantCulture, $"{path}@{Count}#{_random.Next()}");

    private async Task CommitAsync(Multi multi)
    {
        _state[Counter] = Count.ToString(CultureInfo.InvariantCulture);
        multi.SetData(Counter, System.Text.Encoding.UTF8.GetBytes(_state[Counter]));
        var after = new Dictionary<string, string>(_state, StringComparer.Ordinal);
        var results = await client.MultiAsync(multi);
        Count++;
        lock (_gate)
        {
            LastZxid = results[^1].Stat!.Value.Mzxid;
            _states.Add(LastZxid, after);
        }
    }
}
