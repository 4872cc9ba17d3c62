using System.Buffers.Binary;
using ZooKeeper.Client;
using ZooKeeper.Client.Sasl;

namespace Benchmarks.Floor;

/// <summary>Authenticates a raw connection by SASL with DIGEST-MD5: two requests before all others.</summary>
internal static class RawSasl
{
    private const int Sasl = 102;
    private const int HeaderLength = 16;

    public static void Authenticate(RawConnection connection, SaslCredentials credentials)
    {
        using var conversation = new DigestMd5Conversation(credentials);
        for (var token = conversation.FirstToken; token is not null;)
        {
            connection.Send(new RequestFrame(1, Sasl).Data(token).Seal());
            var reply = connection.Receive()[HeaderLength..];
            token = conversation.Answer(reply.Slice(sizeof(int), BinaryPrimitives.ReadInt32BigEndian(reply)).ToArray());
        }
    }
}
