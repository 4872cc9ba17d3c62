using System.Text.Json;
using Benchmarks.Reporting;

namespace Benchmarks.Applications;

/// <summary>A source of configuration, if any, that the application starts with.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Result">The name in the results.</param>
/// <param name="Arguments">The arguments of the application.</param>
/// <param name="Expected">The keys that it must have.</param>
internal sealed record StartKind(string Name, string Result, string[] Arguments, Fingerprint Expected)
{
    public static StartKind Empty => new("an empty host", "empty", ["empty"], default);

    public static StartKind ZooKeeper(string connectionString, ConfigurationTree tree) =>
        new($"AddZooKeeper, {tree.Keys:#,0} keys", $"{tree.Keys}", ["zookeeper", connectionString, tree.Path], tree.Fingerprint());

    /// <summary>The same keys in a JSON file, which is written for it.</summary>
    public static async Task<StartKind> JsonAsync(string folder, ConfigurationTree tree)
    {
        var file = Path.Combine(folder, $"{tree.Keys}.json");
        var keys = Enumerable.Range(0, tree.Keys).ToDictionary(tree.KeyOf, number => System.Text.Encoding.UTF8.GetString(tree.ValueFor(number)));
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(keys));
        return new StartKind($"AddJsonFile, {tree.Keys:#,0} keys", $"json_{tree.Keys}", ["json", file], tree.Fingerprint());
    }
}
