using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Sasl;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Performs the authentication between the handshake and the first request (docs/protocol.md, "SASL"). Client and server exchange tokens until the mechanism
/// is done. The client sends nothing else meanwhile.
/// </summary>
internal static partial class SaslExchange
{
    /// <exception cref="SaslException">The authentication failed. The message says why.</exception>
    public static async Task PerformAsync(Handshake handshake, SaslConversation conversation, ILogger logger, CancellationToken cancellationToken)
    {
        var xid = 0;
        try
        {
            for (byte[]? token = conversation.FirstToken; token is not null;)
            {
                xid = Xid.Next(xid);
                await SendAsync(handshake, xid, token, cancellationToken).ConfigureAwait(false);
                await handshake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                token = conversation.Answer(Decode(handshake.Reader.Frame, xid, conversation));
            }
        }
        catch (IOException e)
        {
            throw new SaslException($"it closed the connection during the SASL authentication of {conversation}. See the log of the server", cause: e);
        }

        catch (OperationCanceledException)
        {
            throw new TimeoutException("no answer to the SASL authentication in the time that a connection may take");
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
            _ when header.Xid != xid => throw new JuteException($"The server replied to request {header.Xid} instead of the SASL request {xid}."),

            // If the server requires authentication, a failure has the second code.
            { Error: ErrorCode.AuthFailed or ErrorCode.SessionClosedRequireAuth } =>
                throw new SaslException($"it rejected the credentials of {conversation} (SASL, {header.Error})", isRejection: true),
            { Error: ErrorCode.Unimplemented } => throw new SaslException("it does not support SASL, but the client has Sasl set", isRejection: true),
            { Error: not ErrorCode.Ok } => throw new SaslException($"it answered the SASL authentication of {conversation} with the error {header.Error}"),
            _ => SaslToken.Read(ref reader).Token,
        };
    }

    [LoggerMessage(1050, LogLevel.Debug, "Authenticated to {Server} with SASL as {Identity}")]
    private static partial void LogAuthenticated(ILogger logger, string server, SaslConversation identity);
}
