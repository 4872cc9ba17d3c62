using BenchmarkDotNet.Attributes;
using Configuration.ZooKeeper;
using Configuration.ZooKeeper.Mapping;
using ZooKeeper.Client;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Trees;

namespace Benchmarks.Micro;

/// <summary>Maps a tree to keys: the whole tree, and one changed znode.</summary>
[MemoryDiagnoser]
public class Mapping
{
    private static readonly string[] Paths = ["/config"];

    private readonly ZooKeeperConfigurationOptions _options = new();
    private TreeMapping _mapped = null!;
    private TreeSnapshot _tree = null!;
    private TreeSnapshot _changed = null!;

    [Params(1_000, 10_000, 100_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var edit = new TreeEdit(new TreeRoots(Paths, new Znode?[1]));
        edit.AddRoot(Paths[0]);
        edit.SetData(Paths[0], [], isNull: true, default);
        foreach (var group in Enumerable.Range(0, Keys).Chunk(100))
        {
            var section = $"{Paths[0]}/Group{group[0] / 100}";
            edit.AddCreated(section);
            edit.SetData(section, [], isNull: true, default);
            foreach (var number in group)
            {
                edit.AddCreated($"{section}/Key{number}");
                edit.SetData($"{section}/Key{number}", ConfigurationTree.Value(number), isNull: false, default);
            }
        }

        _tree = new TreeSnapshot(edit.Seal(), zxid: 1, new Chroot(ZnodePath.Root));
        edit.SetData($"{Paths[0]}/Group1/Key142", ConfigurationTree.Value(-1), isNull: false, new Stat { Mzxid = 2 });
        _changed = new TreeSnapshot(edit.Seal(), zxid: 2, new Chroot(ZnodePath.Root));
        _mapped = (TreeMapping)All();
        if (_mapped.Keys.Count != Keys || ((TreeMapping)One()).ChangedKeys is not ["Group1:Key142"])
        {
            throw new InvalidOperationException("The mapping is wrong.");
        }
    }

    [Benchmark]
    public object All() => new TreeMapping(_options, Paths).Next(_tree);

    [Benchmark]
    public object One() => _mapped.Next(_changed);
}
