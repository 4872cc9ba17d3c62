using Configuration.ZooKeeper;
using Microsoft.Extensions.Options;
using WebApp;
using WebApp.Live;

var builder = WebApplication.CreateBuilder(args);

// Uses the ensemble in ConnectionStrings:ZooKeeper, or starts a ZooKeeper server inside this process.
await using var ensemble = await ShopEnsemble.OpenAsync(builder.Configuration, builder.Environment);

// The znodes below the path become keys: /config/shop/Shop/Title is Shop:Title.
// Optional: without znodes the shop starts with its defaults, and reloads when they are created.
// Each options object is created from one version of the tree, and the source logs to the host's loggers.
builder.AddZooKeeper(ensemble.ConnectionString, ensemble.Root, optional: true);

// A change that makes the options invalid is rejected: no reader sees it, and the last good configuration stays in effect.
builder.Services.AddOptions<ShopOptions>()
    .BindConfiguration("Shop")
    .Validate(shop => shop.DiscountPercent is >= 0 and <= 90, "DiscountPercent is a whole number from 0 to 90.")
    .Validate(shop => shop.Currency.Length == 3 && shop.Currency.All(char.IsAsciiLetterUpper), "Currency is a code of three capital letters, such as EUR.")
    .Validate(shop => shop.Prices.Values.All(price => price is >= 0 and <= 1_000_000), "Each of Prices is from 0 to 1000000.")
    .ValidateOnStart()
    .ValidateOnReload();

builder.Services.AddZnodes(ensemble);
builder.Services.AddLivePage(ensemble);

var app = builder.Build();

// IOptionsMonitor always has the newest value, without a restart or polling.
app.MapGet("/api/options", (IOptionsMonitor<ShopOptions> shop) => ShopAnswer.Of(shop));
app.MapGet("/api/status", (ZooKeeperConfigurationStatus status) => ShopStatus.Of(status));

// The page in wwwroot, and its server-sent events.
app.UseStrictContentSecurity();
app.UseFileServer();
app.MapLivePage();

// PUT and DELETE of znodes, to try it out.
if (ensemble.TakesWrites)
{
    app.MapZnodes(ensemble.Root);
}

app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(StartNotice.Of(ensemble, app.Urls.First())));
app.ListenOnLoopback();
await app.RunAsync();
