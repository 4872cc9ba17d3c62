using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Binding;

/// <summary>Requests of a busy application bind options all the time, whatever is published meanwhile.</summary>
[TestClass]
public sealed class SnapshotBindingTests
{
    private const int Threads = 3;
    private const int AtATime = 4;
    private const int BetweenRests = 16;

    private static readonly int Multis = Effort.Of(daily: 500, nightly: 2000);
    private static readonly string[] Names = [.. Enumerable.Range(0, 12).Select(number => $"Values/{number}")];

    [TestMethod]
    public async Task Bind_WithoutPauseDuringMultis_IsNeverTorn()
    {
        await using var tree = await Subtree.CreateAsync([.. Names.Select(name => (name, (string?)"0"))]);
        using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero);
        using var services = new ServiceCollection().AddZooKeeperConfiguration().Configure<State>(configuration).BuildServiceProvider();
        using var done = new CancellationTokenSource();

        var states = new ConcurrentDictionary<string, bool>();
        var binding = Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () => BindUntil(services, states, done.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        foreach (var multis in Enumerable.Range(1, Multis).Chunk(AtATime))
        {
            await Task.WhenAll(multis.Select(multi => tree.SetAllAsync(Names, $"{multi}")));
            var last = multis.Last();
            if (last % BetweenRests == 0)
            {
                // However seldom a server lets states be published under fire, so many of them are bound.
                await Eventually.TrueAsync(() => states.Keys.Any(state => int.Parse(state, CultureInfo.InvariantCulture) > last - AtATime));
            }
        }

        await Eventually.TrueAsync(() => configuration["Values:11"] == $"{Multis}");
        await done.CancelAsync();
        var torn = await Task.WhenAll(binding);

        CollectionAssert.AreEqual(Array.Empty<string>(), torn.SelectMany(values => values).Distinct().ToArray());
        Assert.IsGreaterThan((Multis / BetweenRests) - 1, states.Count, "too few states were bound to prove anything");
    }

    private static List<string> BindUntil(ServiceProvider services, ConcurrentDictionary<string, bool> states, CancellationToken done)
    {
        var torn = new List<string>();
        while (!done.IsCancellationRequested)
        {
            using var scope = services.CreateScope();
            var values = scope.ServiceProvider.GetRequiredService<IOptionsSnapshot<State>>().Value.Values;
            if (values.Count == Names.Length && values.Values.Distinct().Count() == 1)
            {
                states.TryAdd(values.Values.First(), true);
            }
            else
            {
                torn.Add(string.Join(",", values.Values));
            }
        }

        return torn;
    }

    internal sealed class State
    {
        public Dictionary<string, string> Values { get; } = [];
    }
}
