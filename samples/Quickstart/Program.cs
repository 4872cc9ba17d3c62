// Program.cs
using Microsoft.Extensions.Options;

var builder = WebApplication.CreateBuilder(args);
builder.AddZooKeeper("127.0.0.1:2181", "/config/shop");
builder.Services.Configure<ShopOptions>(builder.Configuration.GetSection("Shop"));

var app = builder.Build();
app.MapGet("/", (IOptionsMonitor<ShopOptions> shop) => shop.CurrentValue.Title);
app.Run();

internal sealed class ShopOptions { public string Title { get; set; } = "Shop"; }
