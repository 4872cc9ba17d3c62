using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Sasl;

namespace ZooKeeper.Client.Session;

/// <summary>
/// The authentication between handshake and first request (docs/protocol.md, "SASL"): tokens go to and fro until the mechanism is content. Nothing else
/// is on the connection meanwhile.
/// </summary>
internal static partial class SaslExchange
{
    /// <exception cref="SaslException">It failed; the message says why.</exception>
    public static async Task PerformAsync(Handshake handshake, SaslConversation conversation, ILogger logger, CancellationToken cancellationToken)
    {
        var xid = 0;
        try
        {
            for (byte[]? token = conversation.FirstToken; token is not null;)
            {
                xid = Xid.Next(xid);
                await SendAsync(handshake, xid, token, cancellationToken).ConfigureAwait(false);
                var frame = await handshake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                token = conversation.Answer(Decode(frame, xid, conversation));
            }
        }
        catch (IOException e)
        {
            throw new SaslException($"it closed the connection while {conversation} was being authenticated (SASL); its log says why", cause: e);
        }

        catch (OperationCanceledException)
        {
            throw new TimeoutException("no answer to the authentication by SASL in the time that a server has for a connection");
        }

        LogAuthenticated(logger, handshake.Server.ToString(), conversation);
    }

    private static async Task SendAsync(Handshake handshake, int xid, byte[] token, CancellationToken cancellationToken)
    {
        using var request = new JuteWriter();
        request.WriteInt(0);
        new RequestHeader(xid, OpCode.Sasl).Write(request);
        new SaslToken(token).Write(request);
        request.PatchInt(0, request.Length - sizeof(int));
        await handshake.Server.Stream.WriteAsync(request.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }

    private static byte[]? Decode(in Frame frame, int xid, SaslConversation conversation)
    {
        var reader = new JuteReader(frame.Bytes.Span);
        var header = ReplyHeader.Read(ref reader);
        return header switch
        {
            _ when header.Xid != xid => throw new JuteException($"A reply to request {header.Xid} instead of {xid}, which is of SASL."),

            // Where authentication is demanded its failure has the second code.
            { Error: ErrorCode.AuthFailed or ErrorCode.SessionClosedRequireAuth } =>
                throw new SaslException($"it rejected the credentials of {conversation} (SASL, {header.Error})", isRejection: true),
            { Error: ErrorCode.Unimplemented } => throw new SaslException("it does not know SASL, and Sasl of the client is set", isRejection: true),
            { Error: not ErrorCode.Ok } => throw new SaslException($"it answered the authentication of {conversation} (SASL) with the error {header.Error}"),
            _ => SaslToken.Read(ref reader).Token,
        };
    }

    [LoggerMessage(1050, LogLevel.Debug, "SASL with {Server}: authenticated {Identity}")]
    private static partial void LogAuthenticated(ILogger logger, string server, SaslConversation identity);
}
