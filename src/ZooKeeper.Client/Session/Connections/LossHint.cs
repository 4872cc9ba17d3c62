using System.Net.Sockets;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Says which request may have ended a connection. If a request is larger than its <c>jute.maxbuffer</c>, a server closes the connection without a reason. All
/// callers with a request in flight then see only a lost connection.
/// </summary>
internal static class LossHint
{
    private const int Large = 8 * 1024;

    public static string Of(Exception end, IReadOnlyList<PendingRequest> requests) =>
        end is IOException or SocketException && requests.Where(request => request.SentAt is not null).MaxBy(request => request.Length) is { Length: >= Large } largest
            ? $" The largest request in flight was {largest}, with {largest.Length} bytes: a server closes the connection if a request is larger than its jute.maxbuffer."
            : "";
}
