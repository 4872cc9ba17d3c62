using Configuration.ZooKeeper.Keys;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Keys;

/// <summary>A table that was sealed stays as it was, whatever its successors become, and however few hashes the keys have.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class KeyTableTests
{
    private const int Keys = 2_000;

    private static readonly int Rounds = Effort.Of(daily: 25, nightly: 60);

    public required TestContext TestContext { get; init; }

    [TestMethod]
    [DataRow(1)]
    [DataRow(40)]
    [DataRow(int.MaxValue)]
    public void With_RandomEdits_EachTableIsWhatItWasMadeOf(int hashes)
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var table = KeyTable.Empty;
        var model = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var made = new List<(KeyTable Table, Dictionary<string, string> Model)>();
        for (var round = 0; round < Rounds; round++)
        {
            var owner = new object();
            var mostlyRemoves = random.Next(3) == 0;
            for (var changes = random.Next(1, hashes == 1 ? 20 : 300); changes > 0; changes--)
            {
                var key = $"Key{random.Next(Keys)}";
                var entry = EntryOf(random.Next(2) == 0 ? key : key.ToUpperInvariant(), hashes, $"{random.Next()}");
                if (random.Next(4) > 0 == mostlyRemoves && model.Remove(key))
                {
                    table = table.Without(entry, owner);
                }
                else
                {
                    table = table.With(entry, owner);
                    model[key] = entry.Value!;
                }
            }

            made.Add((table, new Dictionary<string, string>(model, StringComparer.OrdinalIgnoreCase)));
        }

        string[] spellings = [.. Enumerable.Range(0, Keys).Select(number => $"kEy{number}")];
        foreach (var (earlier, expected) in made)
        {
            var all = earlier.All().ToDictionary(entry => entry.Key!, entry => entry.Value!, StringComparer.OrdinalIgnoreCase);
            Assert.HasCount(expected.Count, all);
            Assert.IsEmpty(spellings.Where(key => expected.GetValueOrDefault(key) != all.GetValueOrDefault(key)).ToArray());
            Assert.IsEmpty(spellings.Where(key => expected.GetValueOrDefault(key) != earlier.Find(HashOf(key, hashes), key).Value).ToArray());
        }
    }

    private static KeyEntry EntryOf(string key, int hashes, string value) =>
        new(key, HashOf(key, hashes), new KeyDefinition(key, value, 0, "/path"), children: null);

    private static int HashOf(string key, int hashes) => (int)((uint)KeyHash.Of(key) % hashes);
}
