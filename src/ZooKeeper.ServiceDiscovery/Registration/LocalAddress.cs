using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ZooKeeper.ServiceDiscovery.Registration;

/// <summary>The address under which others can probably reach this computer.</summary>
internal static class LocalAddress
{
    public static string Find() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network is { OperationalStatus: OperationalStatus.Up, NetworkInterfaceType: not NetworkInterfaceType.Loopback })
        .Select(network => network.GetIPProperties())
        .Where(network => network.GatewayAddresses.Count > 0)
        .SelectMany(network => network.UnicastAddresses)
        .Select(address => address.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)?.ToString() ?? Environment.MachineName;
}
