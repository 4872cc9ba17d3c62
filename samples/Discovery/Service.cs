using System.Globalization;

namespace Discovery;

/// <summary>One instance of a service, on a free port. It stops when its input ends.</summary>
internal static class Service
{
    public static async Task RunAsync(string name, string servers)
    {
        var process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var builder = Connection.CreateBuilder(servers, "http://127.0.0.1:0");
        builder.Services.AddZooKeeperServiceRegistration(name, options => options.Metadata["process"] = process);
        await using var app = builder.Build();
        app.MapGet("/{**path}", () => process);
        await app.StartAsync();
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }
}
