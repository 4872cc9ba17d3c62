using Configuration.ZooKeeper;

namespace WebApp.Minimal;

/// <summary>The smallest web application with ZooKeeper that there is, as it stands in a Program.cs. A <c>WebApplicationFactory</c> calls its Main.</summary>
public sealed class MinimalApp
{
    /// <summary>The setting that says how ZooKeeper is added: by the host's builder or by the configuration alone.</summary>
    public const string ByHost = "ByHost";

    // Not a static class, because the factory has it as a type argument.
    private MinimalApp()
    {
    }

    public static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        if (builder.Configuration.GetValue<bool>(ByHost))
        {
            builder.AddZooKeeper(Configure(builder.Configuration));
        }
        else
        {
            builder.Configuration.AddZooKeeper(Configure(builder.Configuration));
            builder.Services.AddZooKeeperConfiguration();
        }

        var app = builder.Build();
        app.MapGet("/title", (IConfiguration configuration) => configuration["Title"]);
        app.MapGet("/sources", (ZooKeeperConfigurationStatus status) => status.Sources.Count);
        await app.RunAsync();
    }

    private static Action<ZooKeeperConfigurationOptions> Configure(ConfigurationManager configuration) => options =>
    {
        options.ConnectionString = configuration.GetConnectionString("ZooKeeper")!;
        options.Paths.Add(configuration["Path"]!);
        options.StartupTimeout = TimeSpan.FromSeconds(5);
    };
}
