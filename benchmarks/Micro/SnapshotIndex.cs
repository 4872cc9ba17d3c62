using BenchmarkDotNet.Attributes;
using Configuration.ZooKeeper.Keys;

namespace Benchmarks.Micro;

/// <summary>Measures the provider's key index by its number of keys.</summary>
[MemoryDiagnoser]
public class SnapshotIndex
{
    private KeyIndex _snapshot = KeyIndex.Empty;
    private string _key = "";
    private string _section = "";

    [Params(1_000, 10_000, 100_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _snapshot = KeyIndex.Of(
            Enumerable.Range(0, Keys).Select(number => KeyValuePair.Create<string, string?>($"Group{number / 100}:Key{number}", "value")));
        _section = $"Group{Keys / 200}";
        _key = $"{_section}:Key{Keys / 200 * 100}";
        if (!_snapshot.TryGet(_key, out _) || _snapshot.ChildrenOf(_section).Count != 100)
        {
            throw new InvalidOperationException("The index is wrong.");
        }
    }

    [Benchmark]
    public bool TryGet() => _snapshot.TryGet(_key, out _);

    [Benchmark]
    public object ChildrenOf() => _snapshot.ChildrenOf(_section);

    [Benchmark]
    public object With() => _snapshot.With(_key, "other");
}
