using System.Globalization;
using Configuration.ZooKeeper.Keys;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Tests.Keys;

/// <summary>However a snapshot came about, by however many changes, it is the same as one that was made at once.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class KeyIndexEditTests
{
    private static readonly string[] Segments = ["a", "A", "b", "1", "10", "Title", "title", "Db", "", "ä", "Ä"];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Seal_RandomChanges_IsAsMadeAtOnce()
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 50; round++)
        {
            var defined = new Dictionary<(string Path, int Layer), KeyDefinition>();
            var snapshot = KeyIndex.Empty;
            for (var step = 0; step < 20; step++)
            {
                var before = ValuesOf(defined.Values);
                var edit = new KeyIndexEdit(snapshot);
                for (var changes = random.Next(1, 8); changes > 0; changes--)
                {
                    ChangeOne(random, defined, edit);
                }

                var earlier = snapshot;
                snapshot = edit.Seal();
                var after = ValuesOf(defined.Values);
                AssertIs(after, snapshot);
                AssertIs(before, earlier);
                AssertSameKeys(before.Keys.Union(after.Keys, StringComparer.OrdinalIgnoreCase).Where(key => !Same(before, after, key)), edit.ChangedKeys);
                AssertSameKeys(edit.ChangedKeys, snapshot.ChangedKeys(earlier));
            }
        }
    }

    // Enough keys for the hashes of some to be the same.
    [TestMethod]
    public void Seal_VeryManyKeys_AllAreFoundAndAllGo()
    {
        string[] keys = [.. Enumerable.Range(0, 300_000).Select(number => number.ToString("x", CultureInfo.InvariantCulture))];
        Assert.IsLessThan(keys.Length, keys.Select(key => KeyHash.Of(key)).Distinct().Count(), "no two keys of one hash");
        var snapshot = KeyIndex.Of(keys.Select(key => KeyValuePair.Create(key, (string?)key)));

        Assert.AreEqual(keys.Length, snapshot.Count);
        Assert.IsEmpty(keys.Where(key => !snapshot.TryGet(key.ToUpperInvariant(), out var value) || value != key).ToArray());

        var edit = new KeyIndexEdit(snapshot);
        foreach (var key in keys.Skip(1))
        {
            edit.Undefine(new KeyDefinition(key, value: null, 0, ""));
        }

        var single = edit.Seal();
        Assert.AreEqual(keys[0], single.Definitions.Single().Key);
        CollectionAssert.AreEqual(new[] { keys[0] }, single.ChildrenOf(null).ToArray());
    }

    [TestMethod]
    public void Seal_OneOfManyKeys_SharesTheRest()
    {
        var snapshot = KeyIndex.Of(
            Enumerable.Range(0, 100_000).Select(number => KeyValuePair.Create($"Group{number / 100}:Key{number}", (string?)"1")));
        snapshot.With("Group1:Key100", "warm");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var changed = snapshot.With("Group500:Key50000", "2");

        Assert.IsLessThan(3 * 1024, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.IsTrue(changed.TryGet("Group500:Key50000", out var value));
        Assert.AreEqual("2", value);
    }

    [TestMethod]
    [DataRow(0, 1)]
    [DataRow(1, 0)]
    public void ChildrenOf_KeyInSeveralSpellings_IsListedAsTheWinnerSpellsIt(int first, int second)
    {
        KeyDefinition[] definitions = [new("db:title", "low", 0, "/low"), new("Db:Title", "high", 1, "/high")];
        var both = SnapshotOf(definitions[first], definitions[second]);
        var later = new KeyIndexEdit(both);
        later.Undefine(new KeyDefinition("DB:TITLE", value: null, 1, "/high"));
        var one = later.Seal();

        CollectionAssert.AreEqual(new[] { "Title" }, both.ChildrenOf("DB").ToArray());
        CollectionAssert.AreEqual(new[] { "db:title" }, later.ChangedKeys.ToArray());
        CollectionAssert.AreEqual(new[] { "title" }, one.ChildrenOf("DB").ToArray());
        CollectionAssert.AreEqual(new[] { "Title" }, both.ChildrenOf("DB").ToArray());
    }

    [TestMethod]
    [DataRow(0, 1)]
    [DataRow(1, 0)]
    public void ChildrenOf_SectionInSeveralSpellings_IsListedOnceInWhateverOrderTheyCome(int first, int second)
    {
        KeyDefinition[] definitions = [new("db:Host", "h", 0, "/host"), new("DB:Port", "p", 0, "/port")];
        var snapshot = SnapshotOf(definitions[first], definitions[second]);

        CollectionAssert.AreEqual(new[] { "db" }, snapshot.ChildrenOf(null).ToArray());
        CollectionAssert.AreEqual(new[] { "Host", "Port" }, snapshot.ChildrenOf("Db").ToArray());
    }

    [TestMethod]
    public void ChildrenOf_KeyWithTheSpellingOfItsSectionGoes_IsListedAsTheOthersSpellIt()
    {
        var edit = new KeyIndexEdit(SnapshotOf(new("db:Host", "h", 0, "/host"), new("DB:Port", "p", 0, "/port"), new("Db", "value", 0, "/value")));
        edit.Undefine(new KeyDefinition("Db", value: null, 0, "/value"));
        var withoutValue = edit.Seal();
        CollectionAssert.AreEqual(new[] { "db" }, withoutValue.ChildrenOf(null).ToArray());

        edit = new KeyIndexEdit(withoutValue);
        edit.Undefine(new KeyDefinition("db:Host", value: null, 0, "/host"));
        var withoutHost = edit.Seal();
        CollectionAssert.AreEqual(new[] { "DB" }, withoutHost.ChildrenOf(null).ToArray());
        CollectionAssert.AreEqual(new[] { "Port" }, withoutHost.ChildrenOf("db").ToArray());
    }

    // Copying the names of the section above for each of them would take minutes.
    [TestMethod]
    public async Task Seal_ManySectionsGetAnotherSpelling_DoesNotTakeLong()
    {
        const int Sections = 50_000;
        var edit = new KeyIndexEdit(SnapshotOf(
            [.. Enumerable.Range(0, Sections).SelectMany(i => new KeyDefinition[] { new($"all:x{i}:a", "1", 0, $"/a{i}"), new($"ALL:X{i}:b", "1", 0, $"/b{i}") })]));
        foreach (var i in Enumerable.Range(0, Sections))
        {
            edit.Undefine(new KeyDefinition($"all:x{i}:a", value: null, 0, $"/a{i}"));
        }

        var without = await Task.Run(edit.Seal).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

        CollectionAssert.AreEqual(new[] { "ALL" }, without.ChildrenOf(null).ToArray());
        CollectionAssert.AreEquivalent(Enumerable.Range(0, Sections).Select(i => $"X{i}").ToArray(), without.ChildrenOf("all").ToArray());
        CollectionAssert.AreEqual(new[] { "b" }, without.ChildrenOf("all:x7").ToArray());
    }

    // As often as a name goes and comes in one edit, it counts once.
    [TestMethod]
    public void Seal_KeyThatComesAndGoesInOneEdit_IsAsAtTheEnd()
    {
        var edit = new KeyIndexEdit(KeyIndex.Of([KeyValuePair.Create("A:Stays", (string?)"1")]));
        for (var i = 0; i < 3; i++)
        {
            edit.Define(new KeyDefinition("A:Goes", "1", 0, "/goes"));
            edit.Define(new KeyDefinition("a:goes", "2", 1, "/goes"));
            edit.Undefine(new KeyDefinition("A:Goes", value: null, 1, "/goes"));
            edit.Undefine(new KeyDefinition("A:Goes", value: null, 0, "/goes"));
        }

        var snapshot = edit.Seal();

        Assert.IsEmpty(edit.ChangedKeys);
        Assert.AreEqual(1, snapshot.Count);
        CollectionAssert.AreEqual(new[] { "Stays" }, snapshot.ChildrenOf("A").ToArray());
    }

    private static KeyIndex SnapshotOf(params ReadOnlySpan<KeyDefinition> definitions)
    {
        var edit = new KeyIndexEdit(KeyIndex.Empty);
        foreach (var definition in definitions)
        {
            edit.Define(definition);
        }

        return edit.Seal();
    }

    private static void ChangeOne(Random random, Dictionary<(string Path, int Layer), KeyDefinition> defined, KeyIndexEdit edit)
    {
        var (path, layer) = ($"/{random.Next(40)}", random.Next(3));
        if (defined.Remove((path, layer), out var known))
        {
            edit.Undefine(new KeyDefinition(known.Key, value: null, layer, path));
        }

        if (random.Next(3) > 0)
        {
            var key = string.Join(':', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Segments[random.Next(Segments.Length)]));
            var definition = new KeyDefinition(key, random.Next(4) == 0 ? null : $"{random.Next(5)}", layer, path);
            defined[(path, layer)] = definition;
            edit.Define(definition);
        }
    }

    private static Dictionary<string, string?> ValuesOf(IEnumerable<KeyDefinition> definitions)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var definition in definitions.OrderBy(definition => definition.Layer).ThenBy(definition => definition.Path, StringComparer.Ordinal))
        {
            values.Remove(definition.Key); // the winner decides the spelling, too
            values[definition.Key] = definition.Value;
        }

        return values;
    }

    private static void AssertIs(Dictionary<string, string?> expected, KeyIndex actual)
    {
        Assert.AreEqual(expected.Count, actual.Count);
        AssertSameKeys(expected.Keys, actual.Definitions.Select(definition => definition.Key));
        foreach (var (key, value) in expected)
        {
            Assert.IsTrue(actual.TryGet(key, out var found));
            Assert.AreEqual(value, found);
        }

        var made = KeyIndex.Of(expected);
        AssertSameNames(made.ChildrenOf(null), actual.ChildrenOf(null));
        foreach (var section in expected.Keys.SelectMany(SectionsOf).Concat(Segments))
        {
            AssertSameNames(made.ChildrenOf(section), actual.ChildrenOf(section));
        }
    }

    private static IEnumerable<string> SectionsOf(string key)
    {
        for (string? section = key; section is not null; section = ConfigurationPath.GetParentPath(section))
        {
            yield return section;
        }
    }

    private static bool Same(Dictionary<string, string?> before, Dictionary<string, string?> after, string key) =>
        before.TryGetValue(key, out var old) && after.TryGetValue(key, out var @new) && old == @new && SpellingIn(before, key) == SpellingIn(after, key);

    private static string SpellingIn(Dictionary<string, string?> values, string key) =>
        values.Keys.Single(spelling => string.Equals(spelling, key, StringComparison.OrdinalIgnoreCase));

    private static void AssertSameKeys(IEnumerable<string> expected, IEnumerable<string> actual) => CollectionAssert.AreEqual(
        expected.Select(Folded).Order(StringComparer.Ordinal).ToArray(),
        actual.Select(Folded).Order(StringComparer.Ordinal).ToArray());

    // Names of sections become keys of dictionaries, which are often case-sensitive.
    private static void AssertSameNames(IEnumerable<string> expected, IEnumerable<string> actual) =>
        CollectionAssert.AreEqual(expected.Order(StringComparer.Ordinal).ToArray(), actual.Order(StringComparer.Ordinal).ToArray());

    private static string Folded(string key) => key.ToUpperInvariant();
}
