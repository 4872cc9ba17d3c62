using System.Net;
using Microsoft.Extensions.Primitives;

namespace WebApp;

/// <summary>
/// Allows only programs on this machine to write znodes. It is not enough that the connection comes from this machine, because a browser runs on it. Any site
/// in the browser can send requests to localhost (cross-site request forgery); the Origin header reveals that. A site whose name resolves to 127.0.0.1 (DNS
/// rebinding) sends requests to its own origin; the Host header reveals that.
/// </summary>
internal sealed class WriteProtection : IEndpointFilter
{
    private static readonly string[] LoopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

    // These headers mean that the peer is a proxy. Middleware that has already replaced the peer leaves X-Original-For.
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Original-For", "X-Original-Host"];

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        WhyRefused(context.HttpContext) is { } reason
            ? ValueTask.FromResult<object?>(PlainText.Of(StatusCodes.Status403Forbidden, reason))
            : next(context);

    /// <summary>Returns why a request must not write, or null if it can.</summary>
    public static string? WhyRefused(HttpContext context)
    {
        var request = context.Request;
        if (!IsLoopback(context.Connection.RemoteIpAddress))
        {
            return "Only the machine that the shop runs on can write znodes. Send the request from there, to localhost.";
        }

        if (Array.Exists(ProxyHeaders, request.Headers.ContainsKey))
        {
            return "Znodes cannot be written through a proxy. Send the request directly to the shop, at localhost.";
        }

        if (!LoopbackHosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return "Znodes can only be written at the host names localhost, 127.0.0.1 and [::1]. Use one of them in the address.";
        }

        return IsOwnOrigin(request.Headers.Origin, request)
            ? null
            : "A page of another site cannot write znodes. Send the request without an Origin header, for example with curl.";
    }

    private static bool IsLoopback(IPAddress? peer) =>
        peer is not null && IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer);

    // The host is a loopback name, so the same origin is also on loopback.
    private static bool IsOwnOrigin(StringValues origin, HttpRequest request) =>
        origin.Count == 0 || string.Equals(origin.ToString(), $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
