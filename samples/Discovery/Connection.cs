namespace Discovery;

/// <summary>The connection to ZooKeeper, which services and the gateway have in common.</summary>
internal static class Connection
{
    /// <summary>How long an instance that was killed stays registered, beside one and a half ticks of the server.</summary>
    public static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(4);

    public static WebApplicationBuilder CreateBuilder(string servers, string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddZooKeeperCoordination(options =>
        {
            options.Connection.ConnectionString = servers;
            options.Connection.SessionTimeout = SessionTimeout;
        });
        return builder;
    }
}
