using Configuration.ZooKeeper.Chaos.Checking;
using Configuration.ZooKeeper.Chaos.Faults;
using Configuration.ZooKeeper.Chaos.Reading;
using Configuration.ZooKeeper.Chaos.Writing;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Chaos;

/// <summary>Runs writers and providers on an ensemble, injects random faults, and checks the log.</summary>
internal sealed class ChaosRun(ChaosOptions options, Action<string> tell)
{
    private const int ProviderCount = 3;
    private const int WriterCount = 2;
    private const string RefuseRecursiveWatches = "-Dzookeeper.watchManagerName=org.apache.zookeeper.server.watch.WatchManagerOptimized";
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FarAway = TimeSpan.FromMilliseconds(5);

    private readonly NumberedState _state = new(options.Seed);
    private readonly Progress _progress = new();

    // Reading znode by znode yields one state only without concurrent writes, and each transaction writes nearly every znode.
    private TimeSpan WritePace => TimeSpan.FromMilliseconds(options.HasOneShotWatches ? 200 : 40);

    public async Task<Verdict> RunAsync()
    {
        tell($"seed {options.Seed}, {options.Duration}, {(options.HasOneShotWatches ? "one-shot" : "recursive")} watches, log {options.LogFile}");
        using (var log = new ChaosLog(options.LogFile))
        using (new UnobservedExceptions(log))
        {
            log.Write(LogKind.Started, seconds: options.Duration.TotalSeconds, detail: $"seed {options.Seed}");
            UnobservedExceptions.Flush();
            var before = ProcessResources.CountSockets();
            log.Write(LogKind.Resources, sockets: before, bytes: ProcessResources.CountBytes());
            try
            {
                await RunAsync(log);
            }
            catch (Exception e)
            {
                log.Write(LogKind.Failed, detail: e.ToString());
            }

            await WaitForSocketsAsync(before);
            UnobservedExceptions.Flush();
            log.Write(LogKind.Closed, sockets: ProcessResources.CountSockets(), bytes: ProcessResources.CountBytes());
            log.Write(LogKind.Ended);
        }

        return new Checker(_state, options.Fault is null ? Minimums.For(options.Duration) : Minimums.OfOneFault).Check(ChaosLog.Read(options.LogFile));
    }

    private async Task RunAsync(ChaosLog log)
    {
        await using var ensemble = await ZooKeeperEnsemble.StartAsync(new() { JavaArguments = options.HasOneShotWatches ? [RefuseRecursiveWatches] : [] });
        await using (var client = await ZooKeeperClient.ConnectAsync(ensemble.ConnectionString))
        {
            await client.MultiAsync(_state.Restore(0));
        }

        await using var cleanUp = new Disposals();
        var routes = new List<Route>();
        var writing = new List<Writer>();
        for (var i = 0; i < WriterCount; i++)
        {
            var route = await Route.OpenAsync($"writer{i}", ensemble);
            routes.Add(cleanUp.Add(route));
            writing.Add(new Writer(route.Name, Connection(route.ConnectionString), _state, _progress, log, WritePace));
        }

        var providers = new List<Provider>();
        for (var i = 0; i < ProviderCount; i++)
        {
            // The last provider has a higher latency, so writes arrive while it reads, and some of its states are published by look-back.
            var route = await Route.OpenAsync($"provider{i}", ensemble, i == ProviderCount - 1 ? FarAway : TimeSpan.Zero);
            routes.Add(cleanUp.Add(route));
            var interval = i == 0 ? TimeSpan.FromMilliseconds(100) : TimeSpan.Zero; // the default, and every state
            providers.Add(cleanUp.Add(new Provider(route.Name, route.ConnectionString, SessionTimeout, interval, _state, log)));
        }

        using var writers = new Writers(writing);
        var controlRoute = await Route.OpenAsync("control", ensemble);
        routes.Add(cleanUp.Add(controlRoute));
        var control = new ControlReader(Connection(controlRoute.ConnectionString), _state, log);
        using var stop = new CancellationTokenSource();
        Task[] running =
        [
            .. writers.Run(stop.Token),
            .. providers.Select(provider => Task.Run(() => provider.RunAsync(stop.Token))),
            Task.Run(() => control.RunAsync(stop.Token)),
        ];
        try
        {
            var random = new Random(options.Seed);
            var servers = new EnsembleFaults(ensemble);
            IReadOnlyList<Fault> uncombined =
            [
                .. new WipeFaults(ensemble, _state, writers, _progress, providers, routes, log).All,
                new ThrottlingFault(ensemble, routes, providers).Fault,
                new QueuedWriteFault(ensemble, SessionTimeout, log).Fault,
            ];
            var network = new NetworkFaults(ensemble, routes, providers, log);
            var convergence = new Convergence(ensemble, providers, writers, _progress, log);
            var faults = new FaultLoop(ensemble, servers, network, uncombined, options.Fault, convergence, random, log, tell).RunAsync(options.Duration);
            await await Task.WhenAny([faults, .. running]); // a running part ends by itself only with an exception
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running);
        }
    }

    // Closed sockets disappear with a delay. Those that remain after it count as a leak.
    private static async Task WaitForSocketsAsync(int count)
    {
        try
        {
            await Eventually.TrueAsync(() => ProcessResources.CountSockets() <= count, TimeSpan.FromSeconds(5));
        }
        catch (TimeoutException)
        {
            // The checker reports it.
        }
    }

    private static ZooKeeperClientOptions Connection(string servers) => new() { ConnectionString = servers, SessionTimeout = SessionTimeout };
}
