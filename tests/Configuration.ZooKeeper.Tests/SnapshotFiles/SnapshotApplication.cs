using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.SnapshotFiles;

/// <summary>An application with validated options and a snapshot file.</summary>
internal sealed class SnapshotApplication(SnapshotFolder folder)
{
    public async Task RunAsync(
        Way way, Subtree tree, Func<IServiceProvider, Task> run, string? connectionString = null, bool isReloadValidated = true)
    {
        using var host = Build(way, tree, connectionString ?? SharedServer.ConnectionString, isReloadValidated);
        await host.StartAsync();
        await run(host.Services);
        await host.StopAsync();
    }

    public IHost Build(Way way, Subtree tree, string connectionString, bool isReloadValidated, ILoggerFactory? logging = null)
    {
        var add = tree.Options(options =>
        {
            options.ConnectionString = connectionString;
            options.SnapshotFile = folder.File;
            options.MinReloadInterval = TimeSpan.Zero;
            options.Connection.LoggerFactory = logging ?? folder.Log;
        });
        if (way is Way.ClassicHost or Way.HostConfiguration)
        {
            var classic = new HostBuilder().ConfigureServices(services => AddServices(services, isReloadValidated));
            return (way == Way.ClassicHost
                ? classic.ConfigureAppConfiguration(configuration => configuration.AddZooKeeper(add))
                : classic.ConfigureHostConfiguration(configuration => configuration.AddZooKeeper(add))).Build();
        }

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        switch (way)
        {
            case Way.HostBuilder:
                builder.AddZooKeeper(add);
                break;
            case Way.Configuration:
                builder.Configuration.AddZooKeeper(add);
                break;
            default:
                builder.Services.AddSingleton<IConfiguration>(_ => new ConfigurationBuilder().AddZooKeeper(add).Build());
                break;
        }

        AddServices(builder.Services, isReloadValidated);
        return builder.Build();
    }

    public Task WrittenAsync(string value) => Eventually.TrueAsync(() => Written() == value);

    public string? Written()
    {
        if (!File.Exists(folder.File))
        {
            return null;
        }

        using var json = JsonDocument.Parse(File.ReadAllText(folder.File));
        return json.RootElement.GetProperty("keys").GetProperty("One:V").GetString();
    }

    private static void AddServices(IServiceCollection services, bool isReloadValidated)
    {
        services.AddHealthChecks().AddZooKeeperConfiguration();
        var one = services.AddOptions<One>().BindConfiguration("One").ValidateDataAnnotations().ValidateOnStart();
        if (isReloadValidated)
        {
            one.ValidateOnReload();
        }
    }

    public sealed class One
    {
        [Range(1, 9)]
        public int V { get; set; }
    }
}
