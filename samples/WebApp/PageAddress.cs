using System.Net;
using System.Net.Sockets;

namespace WebApp;

/// <summary>Sets the default address of the shop: port 5000 on loopback, or a free port if 5000 is taken.</summary>
internal static class PageAddress
{
    private static readonly string[] Settings = ["urls", "http_ports", "https_ports"];

    /// <summary>Sets the address. Call it last: another program can take the port until the shop listens.</summary>
    public static void ListenOnLoopback(this WebApplication app)
    {
        var configuration = app.Configuration;
        if (Array.TrueForAll(Settings, name => string.IsNullOrEmpty(configuration[name])) && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            app.Urls.Add(Preferring(5000));
        }
    }

    public static string Preferring(int port) =>
        IsFree(IPAddress.Loopback, port) && IsFree(IPAddress.IPv6Loopback, port) ? $"http://localhost:{port}" : "http://127.0.0.1:0";

    private static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException e)
        {
            // Any other error means that this machine does not have the address. Kestrel then skips it.
            return e.SocketErrorCode is not (SocketError.AddressAlreadyInUse or SocketError.AccessDenied);
        }
    }
}
