using System.Net;
using System.Net.Sockets;

namespace WebApp;

/// <summary>Where the shop listens if nobody says it: on loopback, at port 5000 or, so that it starts at all, at a free one.</summary>
internal static class PageAddress
{
    private static readonly string[] Settings = ["urls", "http_ports", "https_ports"];

    /// <summary>To be called last: the less time passes until the shop listens, the less likely another program takes the port in it.</summary>
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
            // Any other error is of an address that this machine does not have; Kestrel does without it.
            return e.SocketErrorCode is not (SocketError.AddressAlreadyInUse or SocketError.AccessDenied);
        }
    }
}
