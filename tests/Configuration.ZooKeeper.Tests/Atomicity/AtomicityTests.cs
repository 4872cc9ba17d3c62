using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Atomicity;

/// <summary>Whatever is read, and however, is one committed state: of both layers, key by key, never an older one than before.</summary>
[TestClass]
public sealed class AtomicityTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Read_DuringTwoThousandMultisOnAnEnsemble_IsAlwaysOneCommittedState()
    {
        await using var ensemble = await ZooKeeperEnsemble.StartAsync();
        var run = await RunAsync(ensemble.Servers[0].ConnectionString, ensemble, last: 2_000, perSecond: 200);

        Assert.IsGreaterThan(0, run.Torn, "the control reader saw no mixed state, so the run proves nothing");
        Assert.IsGreaterThan(100, run.Reloads, "too few reloads to prove anything");
    }

    [TestMethod]
    public async Task Read_ThroughADelayAtAThousandWritesASecond_StatesKeepComing()
    {
        await using var ensemble = await ZooKeeperEnsemble.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(ensemble.Servers[0].Port);
        proxy.Delay = TimeSpan.FromMilliseconds(3);

        // Some 18 writes each.
        var run = await RunAsync(proxy.ConnectionString, ensemble, last: 600, perSecond: 60);

        Assert.IsGreaterThan(50, run.Reloads);
    }

    private async Task<(int Reloads, int Torn)> RunAsync(string connectionString, ZooKeeperEnsemble ensemble, int last, int perSecond)
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        var state = new NumberedState("/atomic", seed);
        await using (var client = await global::ZooKeeper.Client.ZooKeeperClient.ConnectAsync(ensemble.ConnectionString))
        {
            await client.MultiAsync(state.First());
        }

        var configuration = new ConfigurationManager();
        configuration.AddZooKeeper(options =>
        {
            options.ConnectionString = connectionString;
            options.Paths.Add(state.Layers[0]);
            options.Paths.Add(state.Layers[1]);
            options.MinReloadInterval = TimeSpan.Zero;
        });
        using var disposal = configuration;
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddZooKeeperConfiguration()
            .Configure<AllKeys>(configuration)
            .BuildServiceProvider();
        using var reloads = new Reloads(configuration);
        var monitor = services.GetRequiredService<IOptionsMonitor<AllKeys>>();
        var pushed = new StateSequence(state);
        using var onChange = monitor.OnChange(options => pushed.See(options));

        var writers = new StateWriters(state, last, perSecond);
        Task[] writing = [.. ensemble.Servers.Select(server => Task.Run(() => writers.WriteAsync(server.ConnectionString)))];
        var naive = NaiveReader.CountTornAsync(ensemble.Servers[0].ConnectionString, state, () => writers.IsDone);
        var stop = false;
        Task<StateSequence>[] reading =
        [
            ReadAsync(() => monitor.CurrentValue),
            ReadAsync(() => SnapshotOf(services)),
            ReadAsync(() => ReadPinned(configuration)),
        ];

        await Task.WhenAll(writing);
        var torn = await naive;
        await Eventually.TrueAsync(() => monitor.CurrentValue[NumberedState.Number] == last.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Volatile.Write(ref stop, true);
        foreach (var reader in await Task.WhenAll(reading))
        {
            Assert.AreEqual(last, reader.See(monitor.CurrentValue));
            TestContext.WriteLine($"{reader.Count} reads saw {reader.Distinct} states");
        }

        TestContext.WriteLine($"{reloads.Count} reloads of {last} transactions; {torn} mixed states seen by the control reader");
        Assert.IsNull(pushed.Failure, pushed.Failure?.Message);
        return (reloads.Count, torn);

        // A thread of its own that never waits.
        Task<StateSequence> ReadAsync(Func<AllKeys> read) => Task.Factory.StartNew(
            () =>
            {
                var sequence = new StateSequence(state);
                while (!Volatile.Read(ref stop))
                {
                    sequence.See(read());
                }

                return sequence.Failure is { } failure ? throw failure : sequence;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private static AllKeys SnapshotOf(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<IOptionsSnapshot<AllKeys>>().Value;
    }

    private static AllKeys ReadPinned(ConfigurationManager configuration)
    {
        using var pin = configuration.PinZooKeeper();
        var keys = new AllKeys();
        foreach (var child in configuration.GetChildren())
        {
            keys[child.Key] = configuration[child.Key];
        }

        return keys;
    }

    /// <summary>Options that bind every key there is.</summary>
    internal sealed class AllKeys() : Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What one reader sees, one after another.</summary>
    private sealed class StateSequence(NumberedState state)
    {
        private int _newest = -1;

        public int Count { get; private set; }

        public int Distinct { get; private set; }

        public Exception? Failure { get; private set; }

        public int See(AllKeys keys)
        {
            try
            {
                var n = state.Check(keys);
                Assert.IsGreaterThanOrEqualTo(_newest, n, "went back");
                Count++;
                Distinct += n > _newest ? 1 : 0;
                _newest = n;
            }
            catch (Exception e)
            {
                Failure ??= e;
            }

            return _newest;
        }
    }
}
