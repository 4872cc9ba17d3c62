using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Benchmarks.Scenarios;

/// <summary>The bytes that one load keeps, and those that it allocates, for each key: by our source and by a JSON file with the same keys and values.</summary>
internal sealed record LoadMemory((double Retained, double Allocated) Ours, (double Retained, double Allocated) JsonFile)
{
    public static LoadMemory Of(string connectionString, ConfigurationTree tree)
    {
        var file = Path.GetTempFileName();
        try
        {
            WriteJson(file, tree);
            return new LoadMemory(
                Measure(tree, builder => builder.AddZooKeeper(connectionString, tree.Path)),
                Measure(tree, builder => builder.AddJsonFile(file)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Both loads are warm. Pooled buffers of an earlier load are released first, so that they count for the load that needs them.
    private static (double Retained, double Allocated) Measure(ConfigurationTree tree, Action<IConfigurationBuilder> add)
    {
        using (Build(add))
        {
        }

        var (retained, allocated) = (Retained(), GC.GetTotalAllocatedBytes(precise: true));
        using var configuration = Build(add);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        retained = Retained() - retained;
        return configuration[tree.KeyOf(tree.Keys - 1)] is null
            ? throw new InvalidOperationException("The last key is missing.")
            : ((double)retained / tree.Keys, (double)allocated / tree.Keys);
    }

    private static ConfigurationRoot Build(Action<IConfigurationBuilder> add)
    {
        var builder = new ConfigurationBuilder();
        add(builder);
        return (ConfigurationRoot)builder.Build();
    }

    private static long Retained()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static void WriteJson(string file, ConfigurationTree tree)
    {
        var groups = Enumerable.Range(0, tree.Keys)
            .GroupBy(number => number / tree.KeysInGroup, number => KeyValuePair.Create($"Key{number}", Encoding.UTF8.GetString(tree.ValueFor(number))))
            .ToDictionary(group => $"Group{group.Key}", group => group.ToDictionary());
        File.WriteAllText(file, JsonSerializer.Serialize(groups));
    }
}
