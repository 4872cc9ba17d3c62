using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Services;

/// <summary>Logging that fails costs lines of the log, nothing else. Above all, it may be disposed before the configuration is.</summary>
[TestClass]
public sealed class BrokenLoggingTests
{
    private readonly OwnSessions _sessions = new();

    [TestMethod]
    public async Task Dispose_LoggingOfHostWentFirst_DoesNotThrow()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var configuration = new ConfigurationManager();
        configuration.AddZooKeeper(tree.Options(options => _sessions.Mark(options.Connection)));
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { Configuration = configuration });
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new ThrowingLogging());
        builder.Services.AddZooKeeperConfiguration();
        var host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();

        host.Dispose();
        configuration.Dispose();

        Assert.IsEmpty(await _sessions.ConnectedAsync());
    }

    [TestMethod]
    public async Task Follow_LoggerThrows_GoesOnAndCloses()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("title", "one"));
        using var logging = new LoggerFactory([new ThrowingLogging { IsBroken = true }], new LoggerFilterOptions { MinLevel = LogLevel.Trace });
        var configuration = tree.Load(options =>
        {
            options.Connection.LoggerFactory = logging;
            _sessions.Mark(options.Connection);
        });

        for (var round = 1; round <= 3; round++)
        {
            await tree.SetAsync("Title", $"{round}");
            await tree.SetAsync("title", $"{round}");
            await Eventually.TrueAsync(() => configuration["Title"] == $"{round}");
        }

        configuration.Dispose();

        Assert.IsEmpty(await _sessions.ConnectedAsync());
    }

    [TestMethod]
    public async Task Follow_FilterThrows_GoesOn()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var isBroken = false;
        using var logging = new LoggerFactory(
            [new ThrowingLogging()],
            new LoggerFilterOptions { MinLevel = LogLevel.Trace, Rules = { new(null, null, null, (_, _, _) => isBroken ? throw new FormatException() : true) } });
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = logging);
        using var throwing = configuration.GetReloadToken().RegisterChangeCallback(_ => throw new InvalidOperationException(), null);

        isBroken = true;
        for (var round = 1; round <= 3; round++)
        {
            await tree.SetAsync("Title", $"{round}");
            await Eventually.TrueAsync(() => configuration["Title"] == $"{round}");
        }
    }

    [TestMethod]
    public async Task Dispose_OwnLoggerFactoryWentFirst_DoesNotThrow()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var logging = new LoggerFactory([new ThrowingLogging()], new LoggerFilterOptions { MinLevel = LogLevel.Trace });
        var configuration = tree.Load(options =>
        {
            options.Connection.LoggerFactory = logging;
            _sessions.Mark(options.Connection);
        });

        logging.Dispose();
        configuration.Dispose();

        Assert.IsEmpty(await _sessions.ConnectedAsync());
    }

    /// <summary>Throws at every line, at the latest once it is disposed.</summary>
    private sealed class ThrowingLogging : ILoggerProvider, ILogger
    {
        public bool IsBroken { get; set; }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            ObjectDisposedException.ThrowIf(IsBroken, this);

        public void Dispose() => IsBroken = true;
    }
}
