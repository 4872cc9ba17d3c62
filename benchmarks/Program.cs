using Benchmarks;
using Benchmarks.Discovery;
using Benchmarks.Locks;
using Benchmarks.Micro;
using Benchmarks.Recipes;
using Benchmarks.Scenarios;
using ZooKeeper.Testing;

if (args is [Writer.Command, ..])
{
    await Writer.RunAsync(args);
    return 0;
}

if (args is [OurLocks.Command, ..])
{
    await OurLocks.RunAsync(args);
    return 0;
}

if (args is [OurRecipes.Command, ..])
{
    await OurRecipes.RunAsync(args);
    return 0;
}

if (args is [OurDiscovery.Command, ..])
{
    await OurDiscovery.RunAsync(args);
    return 0;
}

if (args is [MicroBenchmarks.Command, .. var rest])
{
    MicroBenchmarks.Run(rest);
    return 0;
}

if (BenchmarkOptions.TryParse(args, out var options) is { } error)
{
    await Console.Error.WriteLineAsync($"{error}\n{BenchmarkOptions.Usage}");
    return 2;
}

await using var server = options is { Connect: null, NeedsOwnServer: false } ? await ZooKeeperServer.StartAsync() : null;
var connectionString = options.Connect ?? server?.ConnectionString ?? "";
var report = options.Scenario switch
{
    "load" => await Load.RunAsync(connectionString, options),
    "peers" => await Peers.RunAsync(connectionString, options),
    "propagation" => await Propagation.RunAsync(connectionString, options),
    "throughput" => await Throughput.RunAsync(connectionString, options),
    "change" => await Change.RunAsync(connectionString, options),
    "links" => await Links.RunAsync(options),
    "resync" => await Resync.RunAsync(options),
    "fanout" => await Fanout.RunAsync(options),
    "storm" => await Storm.RunAsync(options),
    "lock" => await Locking.RunAsync(options),
    "election" => await Failover.RunAsync(options),
    "queue" => await Queueing.RunAsync(options),
    "counter" => await Counting.RunAsync(options),
    "barrier" => await Passing.RunAsync(options),
    "discovery" => await Discovery.RunAsync(options),
    "revisions" => await Revisions.RunAsync(options),
    "chart" => await Chart.RunAsync(options),
    "start" => await Start.RunAsync(connectionString, options),
    _ => await Lookup.RunAsync(connectionString, options),
};
report.Print(Console.Out);
return 0;
