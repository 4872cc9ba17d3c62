using System.Globalization;
using ZooKeeper.DevServer;

// A server for development: in memory, on this machine only. Its znodes are gone when it ends.
var port = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 2181;
await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
{
    Port = port,
    Znodes = { ["/config/shop/Shop/Title"] = "Corner shop" },
});

Console.WriteLine($"""
    ZooKeeper for development: {server.ConnectionString}
      set /config/shop/Shop/Title Night shop
      delete /config/shop/Shop/Title
      quit
    """);

while (await Console.In.ReadLineAsync() is { } line)
{
    try
    {
        switch (line.Split(' ', 3, StringSplitOptions.TrimEntries))
        {
            case ["quit"]:
                return;
            case ["set", var path, var value]:
                await server.SetAsync(path, value);
                Console.WriteLine($"{path} = {value}");
                break;
            case ["delete", var path]:
                await server.DeleteAsync(path);
                Console.WriteLine($"{path} is deleted.");
                break;
            case not [""]:
                Console.WriteLine("The commands are: set <path> <value>, delete <path>, quit.");
                break;
        }
    }
    catch (ArgumentException e)
    {
        Console.WriteLine(e.Message);
    }
}

// Started without a terminal, it runs until it is stopped.
await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
