using System.Collections.Concurrent;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Reloading;

/// <summary>A callback that reads several keys sees a transaction whole or not at all.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class WholeTransactionTests
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 12).Select(number => $"Section{number % 3}/Key{number}")];

    [TestMethod]
    public async Task Multi_TwelveKeys_NoCallbackSeesPartOfIt()
    {
        const int Rounds = 300;
        const int BetweenRests = 25;
        await using var tree = await Subtree.CreateAsync([.. Names.Select(name => (name, (string?)"0"))]);
        using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero);
        var seen = new ConcurrentQueue<string>();
        using var reloads = new Reloads(configuration, () =>
            seen.Enqueue(string.Join(",", Names.Select(name => configuration[name.Replace('/', ':')]).Distinct())));

        for (var round = 1; round <= Rounds; round++)
        {
            await tree.SetAllAsync(Names, $"{round}");
            if (round % BetweenRests == 0)
            {
                await Eventually.TrueAsync(() => seen.Contains($"{round}"));
            }
        }

        Assert.IsEmpty(seen.Where(values => values.Contains(',')));
        Assert.IsGreaterThan(10, seen.Count);
    }

    [TestMethod]
    public async Task Listener_LaterChangeIsPublishedMeanwhile_ReadsOneMoment()
    {
        await using var tree = await Subtree.CreateAsync([.. Names.Select(name => (name, (string?)"0"))]);
        using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero);
        var seen = new ConcurrentQueue<string>();
        using var reloads = new Reloads(configuration, () =>
        {
            var first = configuration[Names[0].Replace('/', ':')];
            if (first == "1")
            {
                tree.SetAllAsync(Names, "2").GetAwaiter().GetResult();
                ReadElsewhereUntilAsync("2").GetAwaiter().GetResult();
            }

            seen.Enqueue(string.Join(",", Names.Select(name => configuration[name.Replace('/', ':')]).Prepend(first).Distinct()));
        });

        await tree.SetAllAsync(Names, "1");
        await Eventually.TrueAsync(() => seen.Contains("2"));

        CollectionAssert.AreEqual(new[] { "1", "2" }, seen.ToArray());

        Task ReadElsewhereUntilAsync(string value) =>
            Task.Run(() => Eventually.TrueAsync(() => configuration[Names[0].Replace('/', ':')] == value));
    }

    [TestMethod]
    public async Task Multi_OverThreeLayers_IsExactlyOneReloadWithAllValues()
    {
        const int Rounds = 20;
        string[] names = ["common/A", "app/B", "env/C"];
        await using var tree = await Subtree.CreateAsync([.. names.Select(name => (name, (string?)"0"))]);
        using var configuration = tree.Load(options =>
        {
            options.MinReloadInterval = TimeSpan.Zero;
            options.Paths.Clear();
            options.Paths.Add(tree.PathOf("common"));
            options.Paths.Add(tree.PathOf("app"));
            options.Paths.Add(tree.PathOf("env"));
        });
        var seen = new ConcurrentQueue<string>();
        using var reloads = new Reloads(configuration, () => seen.Enqueue($"{configuration["A"]} {configuration["B"]} {configuration["C"]}"));

        for (var round = 1; round <= Rounds; round++)
        {
            await tree.SetAllAsync(names, $"{round}");
            await Eventually.TrueAsync(() => reloads.Count >= round);
        }

        // Whatever was still to come of a multi would have come before the next one.
        CollectionAssert.AreEqual(Enumerable.Range(1, Rounds).Select(round => $"{round} {round} {round}").ToArray(), seen.ToArray());
    }
}
