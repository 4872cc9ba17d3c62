using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Text;
using Benchmarks.Reporting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// Starts a host with one configuration source, prints the cost of the start and the keys, and exits.
var main = Stopwatch.GetTimestamp();
var builder = Host.CreateApplicationBuilder();
switch (args)
{
    case ["json", var file]:
        builder.Configuration.AddJsonFile(file, optional: false, reloadOnChange: true);
        break;
    case ["zookeeper", var servers, var path]:
        builder.Configuration.AddZooKeeper(servers, path);
        builder.Services.AddZooKeeperConfiguration();
        break;
    default:
        break;
}

using var host = builder.Build();
await host.StartAsync().ConfigureAwait(false);
var started = Stopwatch.GetElapsedTime(main);
var processor = Environment.CpuUsage.TotalTime;
var methods = JitInfo.GetCompiledMethodCount();

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"started {started.TotalMilliseconds} {processor.TotalMilliseconds} {methods}"));

var keys = builder.Configuration.AsEnumerable()
    .Where(key => key.Value is not null && key.Key.StartsWith("Group", StringComparison.Ordinal))
    .Aggregate(default(Fingerprint), (sum, key) => sum.With(key.Key.Replace(':', '/'), Encoding.UTF8.GetBytes(key.Value!)));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"keys {keys.Keys} {keys.Sum}"));
await host.StopAsync().ConfigureAwait(false);
