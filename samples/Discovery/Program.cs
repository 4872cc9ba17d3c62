using Discovery;
using ZooKeeper.DevServer;

// Two services, and a gateway that finds their instances. Each instance is a process of its own, started by this one together with a server for development.
if (args is ["service", var name, var servers])
{
    await Service.RunAsync(name, servers);
}
else
{
    await RunAllAsync(args is [var url] ? url : "http://127.0.0.1:5080");
}

static async Task RunAllAsync(string url)
{
    await using var server = await ZooKeeperDevServer.StartAsync();
    await using var gateway = await Gateway.StartAsync(server.ConnectionString, url);
    await using var instances = new InstanceProcesses(server.ConnectionString);
    foreach (var service in Gateway.Services)
    {
        instances.Start(service);
        instances.Start(service);
    }

    Console.WriteLine($"{gateway.Urls.Single()} shows the instances. Type: start SERVICE, stop PROCESS, kill PROCESS, or quit.");
    while (await Console.In.ReadLineAsync() is { } line && line != "quit")
    {
        Console.WriteLine(await instances.RunAsync(line) ? "Done." : $"Not understood. A service is {string.Join(" or ", Gateway.Services)}, a process is a number that the page shows.");
    }
}
