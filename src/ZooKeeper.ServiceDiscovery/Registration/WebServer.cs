using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ZooKeeper.ServiceDiscovery.Registration;

/// <summary>The web server of the host, if it has one. Only this file uses ASP.NET Core, and only if it is there.</summary>
internal static class WebServer
{
    public static IReadOnlyCollection<string> Addresses(IServiceProvider services)
    {
        try
        {
            return Read(services);
        }
        catch (FileNotFoundException)
        {
            return []; // an application without ASP.NET Core
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyCollection<string> Read(IServiceProvider services) =>
        [.. services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? []];
}
