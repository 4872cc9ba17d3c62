using Configuration.ZooKeeper;
using Microsoft.Extensions.Options;
using WebApp;

var builder = WebApplication.CreateBuilder(args);

var connectionString = builder.Configuration.GetConnectionString("ZooKeeper")
    ?? throw new InvalidOperationException("Say where ZooKeeper is: ConnectionStrings__ZooKeeper=127.0.0.1:2181 dotnet run --project samples/WebApp");
var path = builder.Configuration["ZooKeeper:Path"] ?? "/config/shop";

// The znodes below the path become keys: /config/shop/Shop/Title is Shop:Title.
// Optional: the shop opens with its defaults, and takes the znodes over when somebody creates them.
builder.Configuration.AddZooKeeper(connectionString, path, optional: true);

// Each options object is created from one state of the tree, and logs go to the host's logging.
builder.Services.AddZooKeeperConfiguration();
builder.Services.Configure<ShopOptions>(builder.Configuration.GetSection("Shop"));

var app = builder.Build();

// IOptionsMonitor always has the newest value; no restart, no polling.
app.MapGet("/api/options", (IOptionsMonitor<ShopOptions> shop) => shop.CurrentValue);
app.MapGet("/api/status", (ZooKeeperConfigurationStatus status) => ShopStatus.Of(status));

app.Run();
