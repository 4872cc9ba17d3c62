// Program.cs
using Microsoft.Extensions.Options;

var builder = Host.CreateApplicationBuilder(args);
builder.AddZooKeeper(builder.Configuration.GetConnectionString("ZooKeeper"), "/config/shop");
builder.Services.Configure<ShopOptions>(builder.Configuration.GetSection("Shop"));
builder.Services.AddHostedService<TitlePrinter>();
await builder.Build().RunAsync();

internal sealed class ShopOptions { public string Title { get; set; } = "Shop"; }

internal sealed class TitlePrinter(IOptionsMonitor<ShopOptions> shop) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var title = "";
        shop.OnChange(Print);
        Print(shop.CurrentValue);
        return Task.CompletedTask;

        void Print(ShopOptions now) => Console.Write(now.Title == title ? "" : $"Title: {title = now.Title}\n");
    }
}
