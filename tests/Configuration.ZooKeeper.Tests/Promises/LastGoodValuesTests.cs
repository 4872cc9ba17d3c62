using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Promises;

/// <summary>Whatever happens while a new state is read, every key of the last one is there.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class LastGoodValuesTests
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 30).Select(number => $"Section{number % 5}/Key{number}")];

    [TestMethod]
    public async Task Set_FirstChange_NoKeyIsEverNull()
    {
        await using var tree = await FilledAsync();
        using var configuration = tree.Load();
        var missing = new List<string>();
        using var reloads = new Reloads(configuration, () => missing.AddRange(Missing(configuration)));

        await tree.SetAsync(Names[0], "2");
        while (reloads.Count == 0)
        {
            Assert.IsEmpty(Missing(configuration));
        }

        Assert.AreEqual("2", configuration[KeyOf(Names[0])]);
        Assert.IsEmpty(missing);
        Assert.IsEmpty(Missing(configuration));
    }

    [TestMethod]
    public async Task Reload_ConnectionBreaksInTheMiddle_KeepsEveryKey()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await FilledAsync();
        using var configuration = tree.Load(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.MinReloadInterval = TimeSpan.Zero;
        });

        for (var round = 2; round <= 6; round++)
        {
            // The requests reach the proxy, and no answer leaves it any more.
            proxy.ResetCounters();
            proxy.Delay = TimeSpan.FromHours(1);
            await tree.SetAllAsync(Names, $"{round}");
            var reloading = Task.Run(configuration.Reload);
            await Eventually.TrueAsync(() => proxy.RequestCount > 0);
            Assert.IsFalse(reloading.IsCompleted);
            Assert.IsEmpty(Missing(configuration));

            proxy.Delay = TimeSpan.Zero;
            proxy.DropConnections();
            while (!reloading.IsCompleted)
            {
                Assert.IsEmpty(Missing(configuration));
            }

            await reloading;
            await Eventually.TrueAsync(() => Names.All(name => configuration[KeyOf(name)] == $"{round}"));
        }
    }

    private static Task<Subtree> FilledAsync() => Subtree.CreateAsync([.. Names.Select(name => (name, (string?)"1"))]);

    private static string KeyOf(string name) => name.Replace("/", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);

    private static List<string> Missing(ConfigurationRoot configuration) => [.. Names.Where(name => configuration[KeyOf(name)] is null)];
}
