namespace ZooKeeper.Client;

/// <summary>The server rejected the credentials, does not know their scheme, or demands others.</summary>
public sealed class AuthFailedException : ZooKeeperException
{
    internal AuthFailedException(string message, ErrorCode errorCode = ErrorCode.AuthFailed, string? path = null)
        : base(errorCode, message, path)
    {
    }

    internal static string WhatToSet =>
        "it demands an authentication that this connection has not passed (SessionClosedRequireAuth): "
        + "set Sasl.UserName and Sasl.Password, or what enforce.auth.schemes of the server names";

    /// <summary>As a reason that follows the server's name.</summary>
    internal static AuthFailedException Of(bool demandsAuthentication) => demandsAuthentication
        ? new AuthFailedException(WhatToSet, ErrorCode.SessionClosedRequireAuth)
        : new AuthFailedException("it rejected the client's credentials");
}
