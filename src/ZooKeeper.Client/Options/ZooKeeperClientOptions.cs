using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ZooKeeper.Client;

/// <summary>Configures a <see cref="ZooKeeperClient"/>. A client copies the options when it starts, so later changes do not affect it.</summary>
public sealed class ZooKeeperClientOptions
{
    /// <summary>Creates options with default values.</summary>
    public ZooKeeperClientOptions()
    {
    }

    /// <summary>Creates a copy. Later changes to the original do not affect the copy.</summary>
    /// <param name="original">The options to copy.</param>
    public ZooKeeperClientOptions(ZooKeeperClientOptions original)
    {
        ArgumentNullException.ThrowIfNull(original);
        ConnectionString = original.ConnectionString;
        SessionTimeout = original.SessionTimeout;
        ConnectTimeout = original.ConnectTimeout;
        AllowReadOnly = original.AllowReadOnly;
        DigestIdentities = [.. original.DigestIdentities];
        DigestIdentitiesProvider = original.DigestIdentitiesProvider;
        Sasl = original.Sasl.Copy();
        Tls = original.Tls.Copy();
        MaxRequestLength = original.MaxRequestLength;
        MaxReplyLength = original.MaxReplyLength;
        LoggerFactory = original.LoggerFactory;
        TimeProvider = original.TimeProvider;
        MaxEphemeralBytes = original.MaxEphemeralBytes;
        Resolve = original.Resolve;
        VerifiesByReading = original.VerifiesByReading;
    }

    /// <summary>
    /// Gets or sets the servers and an optional chroot: <c>host[:port],host[:port][/chroot]</c>. Put an IPv6 address in brackets. Required.
    /// </summary>
    /// <value>The default port is 2181.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// Gets or sets how long the session survives a lost connection. The server limits the value, by default to between 2 and 20 ticks (4 to 40 s).
    /// If a server is silent for two thirds of this time, the client leaves it and tries another.
    /// </summary>
    /// <value>The default is 15 seconds.</value>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets how long <see cref="ZooKeeperClient.ConnectAsync(ZooKeeperClientOptions, CancellationToken)"/> waits for the first connection.</summary>
    /// <value>The default is 15 seconds.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Gets or sets whether the client may use a server that has lost its quorum and runs with <c>readonlymode.enabled</c>, if no other server is available.
    /// </summary>
    /// <remarks>
    /// The data of such a server may be old, but never older than what this client has seen. Writes and <see cref="ZooKeeperOperations.SyncAsync"/> fail with
    /// <see cref="ErrorCode.NotReadOnly"/>. Meanwhile, the client looks for a read-write server at random, growing intervals of at most 60 seconds. It then
    /// moves to that server, and back to its previous session if that is still alive.
    /// </remarks>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AllowReadOnly { get; set; }

    /// <summary>Gets the digest identities of the client. The client sends them at the start of every connection.</summary>
    /// <value>The default is none.</value>
    public IList<DigestIdentity> DigestIdentities { get; } = [];

    /// <summary>
    /// Gets or sets a delegate that supplies digest identities, in addition to <see cref="DigestIdentities"/>.
    /// </summary>
    /// <remarks>
    /// The client calls the delegate for each connection, so that rotated identities apply to the next connection. The delegate must return within the time
    /// that a server has to accept a connection, which is 1 to 10 seconds. If it throws, the client does not connect and retries. It reports only the type of
    /// the exception.
    /// </remarks>
    /// <value>The default is null.</value>
    public Func<CancellationToken, ValueTask<IReadOnlyList<DigestIdentity>>>? DigestIdentitiesProvider { get; set; }

    /// <summary>Gets the options for authentication with SASL.</summary>
    /// <value>The default is no SASL.</value>
    public ZooKeeperSaslOptions Sasl { get; private init; } = new();

    /// <summary>Gets the options for encryption with TLS, which include the client certificate.</summary>
    /// <value>The default is no encryption.</value>
    public ZooKeeperTlsOptions Tls { get; private init; } = new();

    /// <summary>
    /// Gets or sets the largest request in bytes. A server that receives a request over its <c>jute.maxbuffer</c> closes the connection without an answer, so
    /// the client rejects such a request with a clear error. Raise this value together with the setting of the servers.
    /// </summary>
    /// <value>The default is 1,048,575, the same as the server's.</value>
    public int MaxRequestLength { get; set; } = 1_048_575;

    /// <summary>Gets or sets the largest reply in bytes. Servers do not limit replies: a list of 30,000 children can exceed 1 MB.</summary>
    /// <value>The default is 64 MiB.</value>
    public int MaxReplyLength { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Gets or sets the maximum total size in bytes of the paths of a session's ephemeral znodes, plus 4 bytes for each path. If a new znode would exceed the
    /// limit, its creation fails with <see cref="ErrorCode.QuotaExceeded"/>.
    /// </summary>
    /// <remarks>
    /// The end of a session is one transaction that lists all its ephemeral znodes. If that is larger than <c>jute.maxbuffer</c> of the servers, the ensemble
    /// becomes unavailable and cannot restart (ZOOKEEPER-4306). Use several clients for more ephemeral znodes.
    /// </remarks>
    /// <value>The default is 262,144, a quarter of the servers' default for <c>jute.maxbuffer</c>.</value>
    public int MaxEphemeralBytes { get; set; } = 256 * 1024;

    /// <summary>Gets or sets the logger factory. The client never logs credentials or the data of znodes.</summary>
    /// <value>The default is <see cref="NullLoggerFactory"/>.</value>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Gets or sets the clock. Disposal also times out by the system clock, so that a test can stop this clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets the delegate that resolves host names.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; set; } = Dns.GetHostAddressesAsync;

    /// <summary>
    /// Gets or sets a delegate that decides whether a mirror, after a reconnect, re-reads the next znodes or compares their Stats. If null, the mirror's
    /// measurements decide. Consistency tests choose at random, because their trees are too small to measure.
    /// </summary>
    internal Func<bool>? VerifiesByReading { get; set; }

    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            throw new ArgumentException($"{nameof(ConnectionString)} is missing. Specify at least one server, such as 'zk1:2181'.");
        }

        RequireWithin(nameof(SessionTimeout), SessionTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
        RequireWithin(nameof(ConnectTimeout), ConnectTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));
        RequireWithin(nameof(MaxRequestLength), MaxRequestLength, 1024, int.MaxValue);
        RequireWithin(nameof(MaxReplyLength), MaxReplyLength, 1024, Array.MaxLength);
        RequireWithin(nameof(MaxEphemeralBytes), MaxEphemeralBytes, 0, int.MaxValue);
        RequirePresent(nameof(LoggerFactory), LoggerFactory);
        RequirePresent(nameof(TimeProvider), TimeProvider);
        Sasl.Validate();
        Tls.Validate();
    }

    private static void RequireWithin<T>(string option, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            throw new ArgumentException($"{option} is {value}; it must be between {least} and {most}.");
        }
    }

    private static void RequirePresent(string option, object? value)
    {
        if (value is null)
        {
            throw new ArgumentException($"{option} must not be null.");
        }
    }
}
