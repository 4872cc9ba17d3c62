using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZooKeeper.Coordination;
using ZooKeeper.DevServer;

// Three instances of an application; only the leader does the job. In production, each is a process of its own. Here they share one, and a server for development.
await using var server = args.Length == 0 ? await ZooKeeperDevServer.StartAsync() : null;
var connectionString = server?.ConnectionString ?? args[0];
var instances = new List<IHost>();
for (var number = 1; number <= 3; number++)
{
    instances.Add(await StartAsync(number, connectionString));
}

Console.WriteLine("Type 1, 2 or 3 to stop an instance, or quit.");
while (await Console.In.ReadLineAsync() is { } line && line != "quit")
{
    if (int.TryParse(line, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 3)
    {
        await instances[number - 1].StopAsync();
        Console.WriteLine($"Instance {number} has stopped.");
    }
}

foreach (var instance in instances)
{
    await instance.StopAsync();
    instance.Dispose();
}

static async Task<IHost> StartAsync(int number, string connectionString)
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
    builder.Services.AddSingleton(new Instance(number));
    builder.Services.AddZooKeeperCoordination(options => options.Connection.ConnectionString = connectionString);
    builder.Services.AddLeaderService<NightlyJob>("/jobs/nightly", options => options.Id = $"instance {number}");
    var host = builder.Build();
    await host.StartAsync();
    return host;
}

internal sealed record Instance(int Number);

internal sealed class NightlyJob(Instance instance) : ILeaderService
{
    public async Task RunAsync(Leadership leadership, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Instance {instance.Number} does the job, with the fencing token 0x{leadership.Fence:x}.");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken); // the work
    }
}
