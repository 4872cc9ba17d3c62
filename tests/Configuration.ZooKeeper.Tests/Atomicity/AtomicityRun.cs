using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Atomicity;

/// <summary>
/// Writers commit numbered states while readers read in every way. Fails unless each read is one committed state, of both layers, key by key, never an
/// older one than before.
/// </summary>
internal sealed class AtomicityRun(TestContext context)
{
    private const int ConnectedEvent = 1000;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly RecordingLogging _log = new();
    private Func<int> _number = () => 0;

    /// <summary>The servers that are written to, one writer for each.</summary>
    public required IReadOnlyList<string> Writers { get; init; }

    /// <summary>Where the configuration is loaded from, if not from the first of the servers that are written to.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The number of transactions; more if what is done meanwhile takes longer.</summary>
    public required int AtLeast { get; init; }

    /// <summary>The number of reloads without which a run proves nothing. The writers continue until there are as many.</summary>
    public int LeastReloads { get; init; }

    /// <summary>Whether the writers also continue until the control reader has seen a mixed state.</summary>
    public bool UntilTorn { get; init; }

    /// <summary>How many transactions a second at most.</summary>
    public required int PerSecond { get; init; }

    /// <summary>
    /// After how many transactions the writers wait until the configuration shows the last of them. How often states are published under fire on a server
    /// without recursive watches is chance (docs/protocol.md); with this, so many are.
    /// </summary>
    public int RestEvery { get; init; } = int.MaxValue;

    /// <summary>The session timeout of all, and so the longest wait between two attempts to connect.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What is done to the server while it is written to.</summary>
    public Func<AtomicityRun, Task> Meanwhile { get; init; } = _ => Task.CompletedTask;

    public async Task RunAsync()
    {
        var seed = Random.Shared.Next();
        context.WriteLine($"seed {seed}");
        var state = new NumberedState($"/atomic-{seed}", seed);
        await using (var client = await ZooKeeperClient.ConnectAsync(string.Join(',', Writers)))
        {
            await client.MultiAsync(state.First());
        }

        using var configuration = Load(state);
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddZooKeeperConfiguration()
            .Configure<AllKeys>(configuration)
            .BuildServiceProvider();
        using var reloads = new Reloads(configuration);
        var monitor = services.GetRequiredService<IOptionsMonitor<AllKeys>>();
        _number = () => int.Parse(monitor.CurrentValue[NumberedState.Number]!, CultureInfo.InvariantCulture);
        var pushed = new StateSequence(state);
        using var onChange = monitor.OnChange(options => pushed.See(options));

        using var done = new CancellationTokenSource();
        Task<StateSequence>[] reading =
        [
            ReadAsync(state, () => monitor.CurrentValue, done.Token),
            ReadAsync(state, () => SnapshotOf(services), done.Token),
            ReadAsync(state, () => ReadPinned(configuration), done.Token),
        ];
        int last;
        int torn;
        try
        {
            (last, torn) = await WriteAsync(state, reloads);
            context.WriteLine($"{last} transactions were committed when the configuration showed {_number()}");
            await Eventually.TrueAsync(() => _number() == last);
        }
        finally
        {
            context.WriteLine($"at the end the configuration showed {_number()}");
            await done.CancelAsync();
        }

        foreach (var reader in await Task.WhenAll(reading))
        {
            Assert.AreEqual(last, reader.See(monitor.CurrentValue));
            context.WriteLine($"{reader.Count} reads saw {reader.Distinct} states");
        }

        context.WriteLine($"{reloads.Count} reloads of {last} transactions; {torn} mixed states seen by the control reader");
        Assert.IsNull(pushed.Failure, pushed.Failure?.Message);
        Assert.IsGreaterThanOrEqualTo(LeastReloads, reloads.Count, "too few reloads to prove anything");
        Assert.IsTrue(torn > 0 || !UntilTorn, "the control reader saw no mixed state, so the run proves nothing");
    }

    /// <summary>
    /// Breaks the configuration's connection again and again: now as soon as it is there, in the middle of the catching up, now when it has brought
    /// something new.
    /// </summary>
    public async Task BreakAsync(int times, Func<Task> breakConnection)
    {
        for (var time = 1; time <= times; time++)
        {
            await Eventually.TrueAsync(() => _log.Of(ConnectedEvent).Count() >= time);
            var number = _number();
            await Eventually.TrueAsync(() => time % 2 == 0 || _number() > number);
            await breakConnection();
        }
    }

    private async Task<(int Last, int Torn)> WriteAsync(NumberedState state, Reloads reloads)
    {
        var meanwhile = Meanwhile(this);
        var torn = new StrongBox<int>();
        var started = TimeProvider.System.GetTimestamp();
        bool ProvesTooLittle() =>
            (reloads.Count < LeastReloads || (UntilTorn && Volatile.Read(ref torn.Value) == 0)) && TimeProvider.System.GetElapsedTime(started) < Longest;
        var writers = new StateWriters(state, AtLeast, PerSecond, goOn: () => !meanwhile.IsCompleted || ProvesTooLittle(), mayWrite: n => _number() >= n - 1 - ((n - 1) % RestEvery));
        var naive = NaiveReader.CountTornAsync(Connection(Writers[0]), state, torn, () => writers.IsDone);
        await Task.WhenAll(Writers.Select(server => Task.Run(() => writers.WriteAsync(Connection(server)))));
        await meanwhile;
        await naive;
        return (writers.Committed, torn.Value);
    }

    private ZooKeeperClientOptions Connection(string server) => new() { ConnectionString = server, SessionTimeout = SessionTimeout };

    private ConfigurationManager Load(NumberedState state)
    {
        var configuration = new ConfigurationManager();
        configuration.AddZooKeeper(options =>
        {
            options.ConnectionString = ConnectionString ?? Writers[0];
            options.Paths.Add(state.Layers[0]);
            options.Paths.Add(state.Layers[1]);
            options.MinReloadInterval = TimeSpan.Zero;
            options.Connection.SessionTimeout = SessionTimeout;
            options.Connection.LoggerFactory = _log;
        });
        return configuration;
    }

    // A thread of its own that never waits.
    private static Task<StateSequence> ReadAsync(NumberedState state, Func<AllKeys> read, CancellationToken done) => Task.Factory.StartNew(
        () =>
        {
            var sequence = new StateSequence(state);
            while (!done.IsCancellationRequested)
            {
                sequence.See(read());
            }

            return sequence.Failure is { } failure ? throw failure : sequence;
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

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
}
