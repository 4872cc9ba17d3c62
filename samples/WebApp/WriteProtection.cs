using System.Net;
using Microsoft.Extensions.Primitives;

namespace WebApp;

/// <summary>
/// Lets only programs on this machine write znodes. A local connection is not enough, because a browser makes local connections, too. Any open site can
/// send requests to localhost (cross-site request forgery); the Origin header reveals it. A site whose name resolves to 127.0.0.1 (DNS rebinding) sends
/// them as its own origin; the Host header reveals it.
/// </summary>
internal sealed class WriteProtection : IEndpointFilter
{
    private static readonly string[] LoopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

    // These headers mean that the peer is a proxy, or that middleware has replaced its address (X-Original-For).
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Original-For", "X-Original-Host"];

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        WhyRefused(context.HttpContext) is { } reason
            ? ValueTask.FromResult<object?>(PlainText.Of(StatusCodes.Status403Forbidden, reason))
            : next(context);

    /// <summary>Returns why a request must not write, or null.</summary>
    public static string? WhyRefused(HttpContext context)
    {
        var request = context.Request;
        if (!IsLoopback(context.Connection.RemoteIpAddress))
        {
            return "Znodes are written from the machine that the shop runs on only: send the request from there, to localhost.";
        }

        if (Array.Exists(ProxyHeaders, request.Headers.ContainsKey))
        {
            return "Znodes are not written through a proxy: send the request to the shop itself, at localhost.";
        }

        if (!LoopbackHosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return "Znodes are written under the names localhost, 127.0.0.1 and [::1] only: use one of them in the address.";
        }

        return IsOwnOrigin(request.Headers.Origin, request)
            ? null
            : "Znodes are not written for a page of another site: send the request without an Origin header, for instance with curl.";
    }

    private static bool IsLoopback(IPAddress? peer) =>
        peer is not null && IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer);

    // The host is a loopback host, so the same origin is loopback, too.
    private static bool IsOwnOrigin(StringValues origin, HttpRequest request) =>
        origin.Count == 0 || string.Equals(origin.ToString(), $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
