using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ZooKeeper.ServiceDiscovery.Registration;

/// <summary>The address under which others can probably reach this computer.</summary>
internal static class LocalAddress
{
    public static string Find() => Choose(AddressesOfNetworksWithAGateway())?.ToString() ?? Environment.MachineName;

    /// <summary>Returns the first IPv4 address. If there is none, the first IPv6 address that not only this link knows: a pod can have IPv6 only.</summary>
    public static IPAddress? Choose(IReadOnlyList<IPAddress> addresses) =>
        addresses.FirstOrDefault(static address => address.AddressFamily == AddressFamily.InterNetwork)
        ?? addresses.FirstOrDefault(static address => address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv6LinkLocal: false });

    private static List<IPAddress> AddressesOfNetworksWithAGateway() => [.. NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network is { OperationalStatus: OperationalStatus.Up, NetworkInterfaceType: not NetworkInterfaceType.Loopback })
        .Select(network => network.GetIPProperties())
        .Where(network => network.GatewayAddresses.Count > 0)
        .SelectMany(network => network.UnicastAddresses)
        .Select(address => address.Address)];
}
