using Configuration.ZooKeeper;
using Microsoft.Extensions.Options;
using WebApp;

var builder = WebApplication.CreateBuilder(args);

// The ensemble of ConnectionStrings:ZooKeeper or, if there is none, a ZooKeeper server inside this process.
await using var ensemble = await ShopEnsemble.OpenAsync(builder.Configuration, builder.Environment);

// The znodes below the path become keys: /config/shop/Shop/Title is Shop:Title.
// Optional: the shop opens with its defaults, and takes the znodes over when somebody creates them.
builder.Configuration.AddZooKeeper(ensemble.ConnectionString, ensemble.Root, optional: true);

// Each options object is created from one state of the tree, and logs go to the host's logging.
builder.Services.AddZooKeeperConfiguration();
builder.Services.Configure<ShopOptions>(builder.Configuration.GetSection("Shop"));
builder.Services.AddZnodes(ensemble);

var app = builder.Build();

// IOptionsMonitor always has the newest value; no restart, no polling.
app.MapGet("/api/options", (IOptionsMonitor<ShopOptions> shop) => ShopAnswer.Of(shop));
app.MapGet("/api/status", (ZooKeeperConfigurationStatus status) => ShopStatus.Of(status));

// For trying it out: PUT and DELETE of znodes.
if (ensemble.TakesWrites)
{
    app.MapZnodes(ensemble.Root);
}

app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(StartNotice.Of(ensemble, app.Urls.First())));
app.ListenOnLoopback();
await app.RunAsync();
