using System.Text;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Keeps the identities of a client. On the server, an identity belongs to a connection, so each new connection sends them first. Protected by the
/// observers' gate.
/// </summary>
internal sealed class Identities
{
    private readonly List<AuthPacket> _added = [];

    /// <summary>Gets whether the server rejected an identity that was sent at the start of the last connection.</summary>
    public bool WasRejected { get; private set; }

    /// <summary>Creates a request that adds an identity. If the server accepts it, later connections send it, too.</summary>
    public AuthRequest Request(AuthPacket packet) => new(packet, error =>
    {
        if (error == ErrorCode.Ok && !_added.Exists(other => other.Scheme == packet.Scheme && other.Auth.AsSpan().SequenceEqual(packet.Auth)))
        {
            _added.Add(packet);
        }
    });

    /// <summary>Sends the digests and the added identities. Calls back when the server has accepted all of them, or at once if there are none.</summary>
    public void SendTo(Connection connection, IReadOnlyList<DigestIdentity> digests, Action onAccepted)
    {
        WasRejected = false;
        AuthPacket[] packets = [.. digests.Select(Packet), .. _added];
        var unanswered = packets.Length;
        foreach (var packet in packets)
        {
            connection.Send(new AuthRequest(packet, error =>
            {
                WasRejected |= error != ErrorCode.Ok;
                if (--unanswered == 0 && !WasRejected)
                {
                    onAccepted();
                }
            }));
        }

        if (packets.Length == 0)
        {
            onAccepted();
        }
    }

    private static AuthPacket Packet(DigestIdentity digest) => new(0, "digest", Encoding.UTF8.GetBytes($"{digest.User}:{digest.Password}"));
}
