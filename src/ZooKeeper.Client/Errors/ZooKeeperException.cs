namespace ZooKeeper.Client;

/// <summary>
/// The base class of the errors that this library reports. Common errors have their own classes, such as <see cref="ConnectionLossException"/>.
/// </summary>
/// <remarks>
/// Misuse of the library, such as an invalid path or a negative timeout, throws <see cref="ArgumentException"/>, <see cref="FormatException"/> or
/// <see cref="ObjectDisposedException"/>.
/// </remarks>
public class ZooKeeperException : Exception
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="errorCode">The code of the error. Some codes have a class of their own.</param>
    /// <param name="message">What failed, and why.</param>
    /// <param name="path">The znode of the request, if it has one.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public ZooKeeperException(ErrorCode errorCode, string message, string? path = null, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorCode = errorCode;
        IsTransient = errorCode is ErrorCode.ConnectionLoss or ErrorCode.OperationTimeout or ErrorCode.RequestTimeout
            or ErrorCode.SessionMoved or ErrorCode.SessionExpired or ErrorCode.ThrottledOperation or ErrorCode.NotReadOnly
            or ErrorCode.NewConfigNoQuorum or ErrorCode.ReconfigInProgress;
        IsOutcomeUnknown = errorCode is ErrorCode.ConnectionLoss or ErrorCode.OperationTimeout or ErrorCode.RequestTimeout;
        Path = path;
    }

    /// <summary>Gets the error code.</summary>
    public ErrorCode ErrorCode { get; }

    /// <summary>Gets the path of the znode in the request, or null if the request has none.</summary>
    public string? Path { get; }

    /// <summary>
    /// Gets whether the same request can succeed later without any other change, for example after a lost connection or on an overloaded or read-only server.
    /// <see cref="IsOutcomeUnknown"/> says whether a write may already have been executed.
    /// </summary>
    /// <value>
    /// The default depends on the error code. <see langword="false"/> if several connections in a row were lost with a write of this length in flight: the length most
    /// likely exceeds <c>jute.maxbuffer</c> of the servers.
    /// </value>
    public bool IsTransient { get; init; }

    /// <summary>
    /// Gets whether a write may have been executed although it failed, because its reply was lost. If <see langword="false"/>, the request was not sent, or the
    /// server rejected it: it changed nothing.
    /// </summary>
    /// <value>By default, true for the error codes of lost connections and timeouts.</value>
    public bool IsOutcomeUnknown { get; init; }

    /// <param name="code">The code.</param>
    /// <param name="operation">The operation, as the message shows it.</param>
    /// <param name="path">The path of the request.</param>
    /// <param name="serverPath">The same path with the chroot, for the message: a wrong chroot is invisible otherwise.</param>
    internal static ZooKeeperException Of(ErrorCode code, string operation, string? path, string? serverPath = null)
    {
        var subject = path is null ? operation : $"{operation} of '{ZnodePath.Printable(serverPath ?? path)}'";
        return code switch
        {
            ErrorCode.NoNode when path is not null && IsCreate(operation) => new NoNodeException(
                $"{subject} failed: its parent '{ZnodePath.ParentOf(serverPath ?? path)}' does not exist (NoNode). Create the parent first.", path),
            ErrorCode.NoNode => new NoNodeException($"{subject} failed: the znode does not exist (NoNode).", path),
            ErrorCode.NodeExists => new NodeExistsException($"{subject} failed: the znode already exists (NodeExists).", path),
            ErrorCode.BadVersion => new BadVersionException($"{subject} failed: the znode has a different version (BadVersion).", path),
            ErrorCode.NotEmpty => new NotEmptyException($"{subject} failed: the znode has children (NotEmpty).", path),
            ErrorCode.NoAuth => new NoAuthException(
                $"{subject} failed: permission denied (NoAuth). The znode's ACL does not permit the operation to the identities of this connection. " +
                "A wrong digest user or password has no other symptom.",
                path),
            ErrorCode.AuthFailed => new AuthFailedException($"{subject} failed: the server rejected the credentials (AuthFailed)."),
            ErrorCode.SessionClosedRequireAuth => new AuthFailedException($"{subject} failed: the server says that {AuthFailedException.WhatToSet}.", code, path),
            ErrorCode.NotReadOnly => new ZooKeeperException(
                code, $"{subject} failed: the server is read-only, because it has no quorum (NotReadOnly). Retry when the client is connected to a read-write server.", path),
            ErrorCode.ThrottledOperation => new ZooKeeperException(
                code, $"{subject} failed: the server is overloaded, and did not execute the request (ThrottledOperation). Retry after a pause.", path),
            ErrorCode.MarshallingError when operation == "AddWatch" => new ZooKeeperException(
                code, $"{subject} failed: the server does not support persistent watches (MarshallingError). For example, it runs with WatchManagerOptimized.", path),
            ErrorCode.NoChildrenForEphemerals => new ZooKeeperException(
                code, $"{subject} failed: its parent is ephemeral, and ephemeral znodes cannot have children (NoChildrenForEphemerals). Choose another parent.", path),
            ErrorCode.EphemeralOnLocalSession => new ZooKeeperException(
                code,
                $"{subject} failed: the session is local, and local sessions cannot have ephemeral znodes (EphemeralOnLocalSession). Set "
                + "localSessionsUpgradingEnabled=true on the servers, or localSessionsEnabled=false.",
                path),
            ErrorCode.SessionExpired => new SessionExpiredException($"{subject} failed: the session has expired (SessionExpired).", path),
            _ when Enum.IsDefined(code) => new ZooKeeperException(code, $"{subject} failed: {code} ({(int)code}).", path),
            _ => new ZooKeeperException(code, $"{subject} failed with the unknown error code {(int)code}.", path),
        };
    }

    // The text of an operation in a multi ends with its name, too: "Operation 0 of a multi, Create".
    private static bool IsCreate(string operation) => operation.EndsWith("Create", StringComparison.Ordinal);
}
