namespace ZooKeeper.Client;

/// <summary>Indicates that the server rejected the credentials, does not know their scheme, or requires other credentials.</summary>
public sealed class AuthFailedException : ZooKeeperException
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="message">What failed, and why.</param>
    /// <param name="errorCode"><see cref="ErrorCode.AuthFailed"/>, or <see cref="ErrorCode.SessionClosedRequireAuth"/>.</param>
    /// <param name="path">The znode of the request, if it has one.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public AuthFailedException(
        string message, ErrorCode errorCode = ErrorCode.AuthFailed, string? path = null, Exception? innerException = null)
        : base(errorCode, message, path, innerException)
    {
    }

    internal static string WhatToSet =>
        "it requires an authentication that this connection does not have (SessionClosedRequireAuth). "
        + "Set Sasl.UserName and Sasl.Password, or use a scheme of the server's enforce.auth.schemes";

    /// <summary>Creates an exception whose message follows the server's name and a colon.</summary>
    internal static AuthFailedException Of(bool demandsAuthentication) => demandsAuthentication
        ? new AuthFailedException(WhatToSet, ErrorCode.SessionClosedRequireAuth)
        : new AuthFailedException("it rejected the client's credentials");
}
