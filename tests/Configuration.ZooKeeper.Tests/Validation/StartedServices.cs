using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Configuration.ZooKeeper.Tests.Validation;

/// <summary>Services as a host starts them, without the host.</summary>
internal static class StartedServices
{
    public static async Task<ServiceProvider> StartAsync(this IServiceCollection services, IConfiguration configuration)
    {
        var provider = services.AddSingleton(configuration).BuildServiceProvider(validateScopes: true);
        foreach (var service in provider.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        return provider;
    }
}
