using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

[TestClass]
[TestCategory("NoServer")]
public sealed class HashTrieTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void With_RandomOperations_BehavesAsADictionaryAndKeepsOldVersions()
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var model = new Dictionary<string, Znode>(StringComparer.Ordinal);
        var versions = new List<(HashTrie? Trie, Dictionary<string, Znode> Model)>();
        HashTrie? trie = null;
        var owner = new object();
        for (var i = 0; i < 20_000; i++)
        {
            var name = $"n{random.Next(1500)}";
            if (random.Next(3) == 0)
            {
                trie = model.Remove(name) ? trie!.Without(name, owner) : trie?.Without(name, owner);
            }
            else
            {
                var znode = new Znode(name, owner);
                model[name] = znode;
                trie = (trie ?? HashTrie.Empty(owner)).With(znode, owner);
            }

            if (i % 500 == 0)
            {
                versions.Add((trie, new Dictionary<string, Znode>(model, StringComparer.Ordinal)));
                owner = new object();
            }
        }

        foreach (var (version, expected) in versions)
        {
            AssertSame(expected, version);
        }

        foreach (var ((old, oldModel), (@new, newModel)) in versions.Zip(versions.Skip(1)))
        {
            var expected = oldModel.Keys.Union(newModel.Keys)
                .Where(name => oldModel.GetValueOrDefault(name) != newModel.GetValueOrDefault(name)).Order(StringComparer.Ordinal);
            var actual = Differences(old, @new).Select(pair => (pair.Old ?? pair.New)!.Name).Order(StringComparer.Ordinal);
            CollectionAssert.AreEqual(expected.ToArray(), actual.ToArray());
        }
    }

    [TestMethod]
    public void With_NamesOfOneHash_KeepsThemApart()
    {
        var (first, second) = FindCollision();
        var owner = new object();
        var (a, b) = (new Znode(first, owner), new Znode(second, owner));
        var both = HashTrie.Empty(owner).With(a, owner).With(b, owner);
        Assert.AreSame(a, both.Find(first));
        Assert.AreSame(b, both.Find(second));

        var later = new object();
        var one = both.Without(first, later);
        Assert.IsNull(one!.Find(first));
        Assert.AreSame(b, one.Find(second));
        Assert.AreSame(a, both.Find(first));
        Assert.IsNull(one.Without(second, later));

        var difference = Differences(both, one).Single();
        Assert.AreSame(a, difference.Old);
        Assert.IsNull(difference.New);
    }

    [TestMethod]
    public void Without_NameThatIsNotThere_ReturnsTheSame()
    {
        var owner = new object();
        var trie = HashTrie.Empty(owner).With(new Znode("a", owner), owner);
        Assert.AreSame(trie, trie.Without("b", new object()));
    }

    private static void AssertSame(Dictionary<string, Znode> expected, HashTrie? actual)
    {
        Assert.AreEqual(expected.Count, actual?.All().Count() ?? 0);
        foreach (var (name, znode) in expected)
        {
            Assert.AreSame(znode, actual!.Find(name));
        }
    }

    // By the birthday paradox, two of about 2^16 names have the same 32-bit hash.
    private static List<(Znode? Old, Znode? New)> Differences(HashTrie? old, HashTrie? @new)
    {
        var differences = new List<(Znode? Old, Znode? New)>();
        HashTrie.Compare(old, @new, (before, after) => differences.Add((before, after)));
        return differences;
    }

    private static (string First, string Second) FindCollision()
    {
        var names = new Dictionary<int, string>();
        for (var i = 0; ; i++)
        {
            var name = $"name{i}";
            if (!names.TryAdd(HashTrie.HashOf(name), name))
            {
                return (names[HashTrie.HashOf(name)], name);
            }
        }
    }
}
