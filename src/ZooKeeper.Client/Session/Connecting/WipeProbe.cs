using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Asks a server for the zxid of its ensemble. A wiped or restored ensemble refuses a client that has seen a higher zxid, just as an ensemble without a quorum
/// refuses every client. Only a new session that claims to have seen nothing can tell the two apart (docs/protocol.md, "Wiped or without quorum").
/// </summary>
internal static class WipeProbe
{
    private const int SyncXid = 1;
    private const int ReadXid = 2;

    /// <returns>The zxid of the ensemble, read after a successful sync.</returns>
    /// <exception cref="ZooKeeperException">The sync failed, so the server does not know the state of the ensemble.</exception>
    public static async Task<long> ReadZxidAsync(Handshake handshake, CancellationToken cancellationToken)
    {
        using var requests = new JuteWriter();
        Append(requests, SyncXid, OpCode.Sync, new PathRequest("/"));
        Append(requests, ReadXid, OpCode.Exists, new ReadRequest("/", Watch: false));
        await handshake.Server.Stream.WriteAsync(requests.WrittenMemory, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            await handshake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var header = ReadHeader(handshake.Reader.Frame.Bytes.Span);
            if (header.Error != ErrorCode.Ok)
            {
                throw ZooKeeperException.Of(header.Error, "Probe", "/");
            }

            if (header.Xid == ReadXid)
            {
                return header.Zxid;
            }
        }
    }

    private static void Append<TBody>(JuteWriter writer, int xid, OpCode opCode, TBody body)
        where TBody : IRecord
    {
        var start = writer.Length;
        writer.WriteInt(0);
        new RequestHeader(xid, opCode).Write(writer);
        body.Write(writer);
        writer.PatchInt(start, writer.Length - start - sizeof(int));
    }

    private static ReplyHeader ReadHeader(ReadOnlySpan<byte> bytes)
    {
        var reader = new JuteReader(bytes);
        return ReplyHeader.Read(ref reader);
    }
}
