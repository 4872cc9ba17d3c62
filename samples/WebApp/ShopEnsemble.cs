using WebApp.Live;
using ZooKeeper.Client;
using ZooKeeper.DevServer;

namespace WebApp;

/// <summary>The server of the shop's znodes: the ensemble in the connection string, or a server inside this process.</summary>
internal sealed class ShopEnsemble : IAsyncDisposable
{
    private readonly ZooKeeperDevServer? _server;

    private ShopEnsemble(string connectionString, string root, ZooKeeperDevServer? server = null)
    {
        ConnectionString = connectionString;
        Root = root;
        _server = server;
    }

    public string ConnectionString { get; }

    /// <summary>Gets the path whose descendants are the configuration of the shop.</summary>
    public string Root { get; }

    /// <summary>Gets whether clients can write znodes through the shop.</summary>
    public bool TakesWrites { get; private init; }

    /// <summary>Gets whether the page has an operator's panel, which shows all znodes below the path.</summary>
    public bool HasPanel { get; private init; }

    /// <summary>Gets the keys whose values the panel masks.</summary>
    public required SecretKeys Secrets { get; init; }

    public bool IsInProcess => _server is not null;

    /// <summary>Reads the settings, and starts a server if there is no connection string.</summary>
    /// <remarks>
    /// Call this method before the znodes are a source of <paramref name="configuration"/>. Otherwise anyone who can write znodes could also allow writes
    /// through the shop, or reveal secrets.
    /// </remarks>
    public static async Task<ShopEnsemble> OpenAsync(IConfiguration configuration, IHostEnvironment environment)
    {
        var connectionString = configuration.GetConnectionString("ZooKeeper");
        var root = ZnodePath.Parse(configuration["ZooKeeper:Path"] ?? "/config/shop").Value;
        var allowWrites = configuration.GetValue<bool?>("ZooKeeper:AllowWrites");
        var secrets = SecretKeys.Read(configuration);
        if (!string.IsNullOrWhiteSpace(connectionString))
        {
            return new ShopEnsemble(connectionString, root)
            {
                TakesWrites = allowWrites == true && environment.IsDevelopment(),
                HasPanel = environment.IsDevelopment(),
                Secrets = secrets,
            };
        }

        if (!environment.IsDevelopment())
        {
            // In other environments, a forgotten connection string must not start the shop with sample values.
            throw new InvalidOperationException(
                "Set the connection string: ConnectionStrings__ZooKeeper=127.0.0.1:2181 dotnet run --project samples/WebApp. " +
                $"The shop starts its own server only in Development, and this is {environment.EnvironmentName}.");
        }

        var server = await StartServerAsync(root);
        return new ShopEnsemble(server.ConnectionString, root, server) { TakesWrites = allowWrites != false, HasPanel = true, Secrets = secrets };
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static Task<ZooKeeperDevServer> StartServerAsync(string root)
    {
        var options = new ZooKeeperDevServerOptions();
        foreach (var (path, value) in ShopSeed.Read(root))
        {
            options.Znodes.Add(path, value);
        }

        return ZooKeeperDevServer.StartAsync(options);
    }
}
