using System.Buffers;
using System.Net;
using System.Net.Security;

namespace ZooKeeper.Client.Sasl;

/// <summary>
/// Performs the client's side of a Kerberos authentication (RFC 4752). Client and server exchange tokens until the security context is established and both
/// are authenticated. They then negotiate security layers, which ZooKeeper does not support.
/// </summary>
internal sealed class GssapiConversation : SaslConversation
{
    private const byte NoSecurityLayer = 1;
    private const int LayersSize = 4; // the layers, and the longest message that they permit

    private readonly NegotiateAuthentication _context;
    private readonly string _client;
    private readonly string _target;
    private bool _hasContext;
    private bool _isComplete;

    /// <param name="credentials">The credentials to get a ticket for, or null for those of the process.</param>
    /// <param name="target">The principal of the server, without its realm.</param>
    public GssapiConversation(SaslCredentials? credentials, string target)
    {
        _client = credentials is null ? "the process's Kerberos identity" : $"'{credentials.UserName}'";
        _target = target;
        _context = new NegotiateAuthentication(new NegotiateAuthenticationClientOptions
        {
            Package = "Kerberos",
            TargetName = target,
            Credential = credentials is null ? CredentialCache.DefaultNetworkCredentials : new NetworkCredential(credentials.UserName, credentials.Password),
            RequireMutualAuthentication = true,
            RequiredProtectionLevel = ProtectionLevel.Sign, // the negotiation of the layers is signed
        });
    }

    public override string ToString() => $"{_client} by GSSAPI for {_target}";

    public override void Begin() => FirstToken = Negotiate([]) ?? [];

    public override byte[]? Answer(byte[]? token)
    {
        if (_isComplete)
        {
            return null; // the last token of the server is empty
        }

        if (token is not { Length: > 0 })
        {
            throw ServerHasNone();
        }

        if (!_hasContext)
        {
            return Negotiate(token) ?? [];
        }

        _isComplete = true;
        return Choose(Unwrap(token));
    }

    public override void Dispose() => _context.Dispose();

    private byte[]? Negotiate(byte[] token)
    {
        byte[]? answer;
        NegotiateAuthenticationStatusCode status;
        try
        {
            answer = _context.GetOutgoingBlob(token, out status);
        }
        catch (Exception e) when (e is not SaslException)
        {
            // The message of the system's library can contain credentials.
            throw new SaslException($"{this} could not be authenticated: {e.GetType()}");
        }

        _hasContext = status == NegotiateAuthenticationStatusCode.Completed;
        return status is NegotiateAuthenticationStatusCode.Completed or NegotiateAuthenticationStatusCode.ContinueNeeded
            ? answer
            : throw new SaslException($"{this} could not be authenticated: Kerberos reports {status} ({Advice(status)})");
    }

    private static string Advice(NegotiateAuthenticationStatusCode status) => status switch
    {
        NegotiateAuthenticationStatusCode.UnknownCredentials or NegotiateAuthenticationStatusCode.CredentialsExpired =>
            "no valid ticket, a wrong password, an unknown principal, or no answer from a KDC",
        NegotiateAuthenticationStatusCode.TargetUnknown => "the KDC does not know this service: Sasl.ServiceName, Sasl.TargetHost",
        NegotiateAuthenticationStatusCode.Unsupported => "the GSSAPI library of the system is missing or does not support Kerberos",
        _ => "the KDC does not answer, or does not know the service of Sasl.ServiceName and Sasl.TargetHost, or the ticket, krb5.conf or the clock is wrong",
    };

    private byte[] Unwrap(byte[] token)
    {
        var layers = new ArrayBufferWriter<byte>(LayersSize);
        var status = _context.Unwrap(token, layers, out _);
        return status == NegotiateAuthenticationStatusCode.Completed && layers.WrittenCount == LayersSize
            ? layers.WrittenSpan.ToArray()
            : throw new SaslException($"its offer of security layers (GSSAPI) is not what {_target} signed");
    }

    private byte[] Choose(byte[] offered)
    {
        if ((offered[0] & NoSecurityLayer) == 0)
        {
            throw new SaslException("it requires a GSSAPI security layer, which ZooKeeper does not support");
        }

        var chosen = new ArrayBufferWriter<byte>();
        var status = _context.Wrap([NoSecurityLayer, 0, 0, 0], chosen, requestEncryption: false, out _);
        return status == NegotiateAuthenticationStatusCode.Completed
            ? chosen.WrittenSpan.ToArray()
            : throw new SaslException($"the answer to its offer of security layers (GSSAPI) could not be signed: {status}");
    }
}
