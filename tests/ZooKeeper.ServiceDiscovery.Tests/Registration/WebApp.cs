using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.ServiceDiscovery.Tests.Registration;

/// <summary>A web application that registers itself and answers with its id.</summary>
internal sealed class WebApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebApp(WebApplication app) => _app = app;

    public ZooKeeperServiceRegistration Registration => _app.Services.GetRequiredService<ZooKeeperServiceRegistration>();

    /// <summary>The addresses that it listens at.</summary>
    public ICollection<string> Urls => _app.Urls;

    public static async Task<WebApp> StartAsync(
        string servers, string service, Action<ServiceRegistrationOptions>? configure = null, string urls = "http://127.0.0.1:0", Action<IServiceCollection>? add = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(urls);
        builder.Services.AddZooKeeperCoordination(options => options.Connection.ConnectionString = servers);
        builder.Services.AddZooKeeperServiceRegistration(service, options =>
        {
            options.StopDelay = TimeSpan.Zero;
            configure?.Invoke(options);
        });
        add?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapGet("/", (ZooKeeperServiceRegistration registration) => registration.Id);
        await app.StartAsync();
        return new WebApp(app);
    }

    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
