using System.Globalization;
using System.Text.RegularExpressions;
using ZooKeeper.DevServer;

namespace Packages.Tests;

/// <summary>The cold start of an application that has the packages as they are.</summary>
[TestClass]
[TestCategory("Build")] // packs, then restores and builds an application
public sealed partial class ColdStartTests
{
    // The measured number is in docs/benchmarks/start.md. Unlike a time, it hardly varies.
    private const int MostMethods = 250;

    private const string Program = """
        using System.Runtime;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;

        var builder = Host.CreateApplicationBuilder();
        if (Environment.GetEnvironmentVariable("SERVERS") is { } servers)
        {
            builder.Configuration.AddZooKeeper(servers, "/config/shop");
            builder.Services.AddZooKeeperConfiguration();
        }

        using var host = builder.Build();
        await host.StartAsync();
        Console.WriteLine($"{builder.Configuration["Key19"]} {JitInfo.GetCompiledMethodCount()} methods");
        await host.StopAsync();
        """;

    [TestMethod]
    public async Task Start_WithTheMachineCodeInThePackages_CompilesFewMethods()
    {
        var options = new ZooKeeperDevServerOptions();
        for (var key = 0; key < 20; key++)
        {
            options.Znodes.Add($"/config/shop/Key{key}", "value");
        }

        await using var zookeeper = await ZooKeeperDevServer.StartAsync(options);
        using var application = await NewApplication.BuildAsync("Microsoft.NET.Sdk", Program, "Configuration.ZooKeeper", "Microsoft.Extensions.Hosting");
        var empty = await MethodsAsync(application.Start(), "");
        var loaded = await MethodsAsync(application.Start(KeyValuePair.Create("SERVERS", zookeeper.ConnectionString)), "value");
        Console.WriteLine($"{loaded - empty} methods compiled for AddZooKeeper");
        Assert.IsLessThanOrEqualTo(MostMethods, loaded - empty);
    }

    private static async Task<int> MethodsAsync(OutsideProgram start, string value)
    {
        await using var program = start;
        var printed = await program.PrintedAsync(Printed());
        Assert.AreEqual(value, printed.Groups["value"].Value);
        return int.Parse(printed.Groups["methods"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^(?<value>.*) (?<methods>[0-9]+) methods", RegexOptions.Multiline)]
    private static partial Regex Printed();
}
