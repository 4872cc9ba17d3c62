using System.Net.Sockets;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Detects that the servers reject the length of a write. If a request is larger than its <c>jute.maxbuffer</c>, a server closes the connection without a reason,
/// and all callers with a request in flight see only a lost connection. A caller that repeats the large request would end one connection after the other.
/// Protected by the observers' gate.
/// </summary>
internal sealed class LengthLimitDetector
{
    private const int Large = 8 * 1024;

    // Other causes can end a few connections in a row, too.
    private const int ConclusiveLosses = 5;

    // The shortest write that was suspected since one of its length was answered.
    private int _length = int.MaxValue;
    private int _losses;

    public void OnAnswered(PendingRequest request)
    {
        if (request.Length >= _length)
        {
            (_length, _losses) = (int.MaxValue, 0);
        }
    }

    /// <summary>Records the end of a connection.</summary>
    /// <returns>The request that may have ended it, if it was large.</returns>
    public LengthSuspect? OnLost(Exception end, IReadOnlyList<PendingRequest> requests)
    {
        if (end is not (IOException or SocketException)
            || requests.Where(request => request.SentAt is not null).MaxBy(request => request.Length) is not { Length: >= Large } largest)
        {
            return null;
        }

        if (!IsWrite(largest.OpCode))
        {
            return new LengthSuspect(largest);
        }

        _losses = largest.Length >= _length ? _losses + 1 : 1;
        _length = Math.Min(_length, largest.Length);
        return new LengthSuspect(largest) { ConnectionsLost = _losses, IsConclusive = _losses >= ConclusiveLosses };
    }

    // Other large requests, such as setWatches, come from the client itself, which has to repeat them.
    private static bool IsWrite(OpCode opCode) => opCode is OpCode.Create or OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl or OpCode.SetData or OpCode.Multi;
}
