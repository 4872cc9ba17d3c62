using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using Serilog;
using Yarp.ReverseProxy.Configuration;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>The documents' examples of libraries that follow configuration: each of them follows znodes.</summary>
[TestClass]
public sealed class IntegrationSnippets
{
    [TestMethod]
    public async Task FeatureFlag_OfAZnode_IsFollowed()
    {
        await using var zookeeper = await StartAsync(("FeatureManagement/Checkout", "false"));
        var builder = NewBuilder(zookeeper);

        // <snippet features>
        // Program.cs, before builder.Build(). At the top: using Microsoft.FeatureManagement;
        builder.Services.AddFeatureManagement();
        // </snippet>

        await using var app = builder.Build();
        var features = app.Services.GetRequiredService<IVariantFeatureManager>();
        Assert.IsFalse(await features.IsEnabledAsync("Checkout"));
        await zookeeper.SetAsync("/config/shop/FeatureManagement/Checkout", "true");
        await Eventually.TrueAsync(async () => await features.IsEnabledAsync("Checkout"));
    }

    [TestMethod]
    public async Task Proxy_OfADocument_IsFollowed()
    {
        await using var zookeeper = await StartAsync(("ReverseProxy.json", Routes("http://10.0.0.1/")));
        var builder = NewBuilder(zookeeper);

        // <snippet proxy>
        // Program.cs, before builder.Build()
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        // </snippet>

        await using var app = builder.Build();

        // <snippet mapProxy>
        // Program.cs, after builder.Build()
        app.MapReverseProxy();
        // </snippet>

        await app.StartAsync();
        var proxy = app.Services.GetRequiredService<IProxyConfigProvider>();
        Assert.AreEqual("http://10.0.0.1/", Destination(proxy));
        await zookeeper.SetAsync("/config/shop/ReverseProxy.json", Routes("http://10.0.0.2/"));
        await Eventually.TrueAsync(() => Destination(proxy) == "http://10.0.0.2/");

        static string? Destination(IProxyConfigProvider proxy) => proxy.GetConfig().Clusters.Single().Destinations!["one"].Address;
    }

    [TestMethod]
    public async Task SerilogLevel_OfAZnode_IsFollowed()
    {
        await using var zookeeper = await StartAsync(("Serilog/MinimumLevel/Default", "Warning"));
        var builder = NewBuilder(zookeeper);

        // <snippet serilog>
        // Program.cs, before builder.Build(). At the top: using Serilog;
        builder.Services.AddSerilog(logger => logger.ReadFrom.Configuration(builder.Configuration));
        // </snippet>

        await using var app = builder.Build();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop");
        Assert.IsFalse(log.IsEnabled(LogLevel.Information));
        await zookeeper.SetAsync("/config/shop/Serilog/MinimumLevel/Default", "Information");
        await Eventually.TrueAsync(() => log.IsEnabled(LogLevel.Information));
    }

    [TestMethod]
    public async Task LogLevel_OfAZnode_IsFollowed()
    {
        await using var zookeeper = await StartAsync(("Logging/LogLevel/Shop", "Warning"));
        await using var app = NewBuilder(zookeeper).Build();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop");
        Assert.IsFalse(log.IsEnabled(LogLevel.Information));
        await zookeeper.SetAsync("/config/shop/Logging/LogLevel/Shop", "Information");
        await Eventually.TrueAsync(() => log.IsEnabled(LogLevel.Information));
    }

    [TestMethod]
    public async Task KestrelEndpoint_OfAZnode_IsFollowed()
    {
        const string Url = "/config/shop/Kestrel/Endpoints/Http/Url";
        var (first, second) = ($"http://127.0.0.1:{FreePort.Next()}", $"http://127.0.0.1:{FreePort.Next()}");
        await using var zookeeper = await StartAsync(("Kestrel/Endpoints/Http/Url", first));
        await using var app = NewBuilder(zookeeper).Build();
        app.MapGet("/", () => "open");
        await app.StartAsync();
        using var http = new HttpClient();
        Assert.AreEqual("open", await http.GetStringAsync(new Uri(first)));

        await zookeeper.SetAsync(Url, second);
        await Eventually.TrueAsync(async () => await AnswersAsync(http, second) && !await AnswersAsync(http, first));
    }

    [TestMethod]
    public async Task RateLimit_OfAZnode_IsFollowed()
    {
        await using var zookeeper = await StartAsync(("Limits/RequestsPerMinute", "1"));
        var builder = NewBuilder(zookeeper, "--urls=http://127.0.0.1:0");

        // <snippet limits>
        // Program.cs, before builder.Build(). At the top: using System.Threading.RateLimiting; using Microsoft.Extensions.Options;
        builder.Services.Configure<LimitOptions>(builder.Configuration.GetSection("Limits"));
        builder.Services.AddRateLimiter(options => options.AddPolicy("api", context =>
        {
            // A changed limit is another partition, which gets a limiter of its own.
            var limits = context.RequestServices.GetRequiredService<IOptionsMonitor<LimitOptions>>().CurrentValue;
            return RateLimitPartition.GetFixedWindowLimiter(limits.RequestsPerMinute, permits => new FixedWindowRateLimiterOptions
            {
                PermitLimit = permits,
                Window = TimeSpan.FromMinutes(1),
            });
        }));
        // </snippet>

        await using var app = builder.Build();

        // <snippet useLimits>
        // Program.cs, after builder.Build()
        app.UseRateLimiter();
        app.MapGet("/api", () => "served").RequireRateLimiting("api");
        // </snippet>

        await app.StartAsync();
        var address = new Uri(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()), "/api");
        using var http = new HttpClient();
        Assert.AreEqual("served", await http.GetStringAsync(address));
        await zookeeper.SetAsync("/config/shop/Limits/RequestsPerMinute", "1000");
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<IOptionsMonitor<LimitOptions>>().CurrentValue.RequestsPerMinute == 1000);
        for (var request = 0; request < 5; request++)
        {
            Assert.AreEqual("served", await http.GetStringAsync(address));
        }
    }

    private static string Routes(string destination) => $$"""
        {
          "Routes": { "shop": { "ClusterId": "shop", "Match": { "Path": "{**all}" } } },
          "Clusters": { "shop": { "Destinations": { "one": { "Address": "{{destination}}" } } } }
        }
        """;

    private static async Task<bool> AnswersAsync(HttpClient http, string url)
    {
        try
        {
            using var reply = await http.GetAsync(new Uri(url));
            return reply.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Task<ZooKeeperDevServer> StartAsync(params (string Name, string Value)[] znodes)
    {
        var options = new ZooKeeperDevServerOptions();
        foreach (var (name, value) in znodes)
        {
            options.Znodes[$"/config/shop/{name}"] = value;
        }

        return ZooKeeperDevServer.StartAsync(options);
    }

    private static WebApplicationBuilder NewBuilder(ZooKeeperDevServer zookeeper, params string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddZooKeeper(zookeeper.ConnectionString, "/config/shop");
        return builder;
    }

    // <snippet limitOptions>
    internal sealed class LimitOptions { public int RequestsPerMinute { get; set; } = 100; }
    // </snippet>
}
