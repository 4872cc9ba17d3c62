using WebApp.Live;
using ZooKeeper.Client;
using ZooKeeper.DevServer;

namespace WebApp;

/// <summary>Where the shop's znodes are: in the ensemble of the connection string or, if there is none, in a server inside this process.</summary>
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

    /// <summary>The path whose znodes are the shop's configuration.</summary>
    public string Root { get; }

    /// <summary>Whether the shop offers to write znodes.</summary>
    public bool TakesWrites { get; private init; }

    /// <summary>Whether the page has an operator's panel, which shows all znodes below the path.</summary>
    public bool HasPanel { get; private init; }

    /// <summary>Which values the panel masks.</summary>
    public required SecretKeys Secrets { get; init; }

    public bool IsInProcess => _server is not null;

    /// <summary>Reads where the znodes are, and starts the server if it is to be one of the shop's own.</summary>
    /// <remarks>
    /// Call this before the znodes are a source of <paramref name="configuration"/>: a writer of znodes must not be able to permit writing or to reveal
    /// secrets.
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
            // Elsewhere a forgotten connection string must not be answered with the values of a sample file.
            throw new InvalidOperationException(
                "Say where ZooKeeper is: ConnectionStrings__ZooKeeper=127.0.0.1:2181 dotnet run --project samples/WebApp. " +
                $"The shop starts a server of its own in Development only, and this is {environment.EnvironmentName}.");
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
