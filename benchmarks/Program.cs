using Benchmarks;
using Benchmarks.Scenarios;
using ZooKeeper.Testing;

if (args is [Writer.Command, ..])
{
    await Writer.RunAsync(args);
    return 0;
}

if (BenchmarkOptions.TryParse(args, out var options) is { } error)
{
    await Console.Error.WriteLineAsync($"{error}\n{BenchmarkOptions.Usage}");
    return 2;
}

await using var server = options is { Connect: null, Scenario: not "storm" } ? await ZooKeeperServer.StartAsync() : null;
var connectionString = options.Connect ?? server?.ConnectionString ?? "";
var report = options.Scenario switch
{
    "load" => await Load.RunAsync(connectionString, options),
    "change" => await Change.RunAsync(connectionString, options),
    "storm" => await Storm.RunAsync(options),
    _ => await Lookup.RunAsync(connectionString, options),
};
report.Print(Console.Out);
return 0;
