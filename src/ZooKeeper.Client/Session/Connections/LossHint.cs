using System.Net.Sockets;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Says which request may have ended a connection. A server closes it without a reason if a request is larger than its <c>jute.maxbuffer</c>, and the caller of
/// that request, and of all others in flight, only sees a lost connection.
/// </summary>
internal static class LossHint
{
    private const int Large = 8 * 1024;

    public static string Of(Exception end, IReadOnlyList<PendingRequest> requests) =>
        end is IOException or SocketException && requests.Where(request => request.SentAt is not null).MaxBy(request => request.Length) is { Length: >= Large } largest
            ? $" The largest request in flight was {largest}, with {largest.Length} bytes: a server closes the connection if a request is larger than its jute.maxbuffer."
            : "";
}
