using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.ServiceDiscovery.Registration;

/// <summary>Registers a service when the host has started, so that its web server listens, and removes it before anything of the host stops.</summary>
internal sealed partial class RegistrationHost(
    ZooKeeperServiceRegistration registration, ServiceRegistrationOptions options, IServiceProvider services, IHostApplicationLifetime lifetime, ILogger logger)
    : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private CancellationTokenRegistration _stopping;
    private Task? _removal;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var address = registration.Demand(ListeningAddresses.Read(WebServer.Addresses(services)));
        if (options.Address is null && ListeningAddresses.IsOnlyOfThisComputer(address.Host))
        {
            LogUnreachable(logger, registration.Name, registration.Id, address.Host);
        }

        // Runs before the host stops its services one after the other, because another service may take long to stop.
        _stopping = lifetime.ApplicationStopping.UnsafeRegister(static host => _ = ((RegistrationHost)host!).RemoveAsync(), this);
        _ = RegisterAsync(address, lifetime.ApplicationStopping);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => RemoveAsync().WaitAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task RegisterAsync(ServerAddress address, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await registration.RegisterAsync(address, stopping).ConfigureAwait(false);
                LogRegistered(logger, registration.Name, registration.Id, string.Join(", ", registration.Instance!.Endpoints));
                return;
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return; // the host stops
            }
            catch (Exception e)
            {
                LogFailed(logger, registration.Name, registration.Id, RetryDelay, e);
                await Task.Delay(RetryDelay, options.TimeProvider, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Task RemoveAsync()
    {
        lock (_gate)
        {
            return _removal ??= Task.Run(RemoveOnceAsync);
        }
    }

    private async Task RemoveOnceAsync()
    {
        var wasRegistered = registration.IsRegistered;
        await registration.DisposeAsync().ConfigureAwait(false);
        if (wasRegistered)
        {
            LogRemoved(logger, registration.Name, registration.Id, options.StopDelay);
            await Task.Delay(options.StopDelay, options.TimeProvider).ConfigureAwait(false);
        }
    }

    [LoggerMessage(4031, LogLevel.Information, "Registered {Service}/{Id} at {Addresses}")]
    private static partial void LogRegistered(ILogger logger, string service, string id, string addresses);

    [LoggerMessage(4032, LogLevel.Information, "Removed {Service}/{Id}. The host serves for another {Delay} and then stops")]
    private static partial void LogRemoved(ILogger logger, string service, string id, TimeSpan delay);

    [LoggerMessage(4033, LogLevel.Error, "Cannot register {Service}/{Id}. Retrying in {Delay}")]
    private static partial void LogFailed(ILogger logger, string service, string id, TimeSpan delay, Exception exception);

    [LoggerMessage(
        4035,
        LogLevel.Warning,
        "Registering {Service}/{Id} at {Host}, which other computers cannot reach: the web server listens on no other address. "
        + "Let it listen on all addresses, for example with ASPNETCORE_HTTP_PORTS, or set ServiceRegistrationOptions.Address")]
    private static partial void LogUnreachable(ILogger logger, string service, string id, string host);
}
