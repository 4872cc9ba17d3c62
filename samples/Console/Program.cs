// Program.cs of a console application
using Microsoft.Extensions.Configuration;

var configuration = new ConfigurationBuilder().AddZooKeeper("127.0.0.1:2181", "/config/shop").Build();
Console.WriteLine($"Title: {configuration["Shop:Title"]}");
((IDisposable)configuration).Dispose(); // closes the session
