using System.Text;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>
/// The identities of a session. They belong to a connection on the server's side, so each new connection gets them first. Protected by the
/// observers' gate.
/// </summary>
internal sealed class Identities
{
    private readonly List<AuthPacket> _added = [];

    /// <summary>Whether the server of the last connection rejected one of those that were sent first.</summary>
    public bool WasRejected { get; private set; }

    /// <summary>A request for one more identity, which later connections get as well once the server has accepted it.</summary>
    public AuthRequest Request(AuthPacket packet) => new(packet, error =>
    {
        if (error == ErrorCode.Ok)
        {
            _added.Add(packet);
        }
    });

    /// <summary>Sends the digests and all that were added; tells when the server has accepted the last, at once if there is none.</summary>
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
