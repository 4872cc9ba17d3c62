using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ZooKeeper.Client;

/// <summary>How a <see cref="ZooKeeperClient"/> connects. A client copies what it needs when it starts; later changes have no effect on it.</summary>
public sealed class ZooKeeperClientOptions
{
    /// <summary>Creates options with the default values.</summary>
    public ZooKeeperClientOptions()
    {
    }

    /// <summary>Creates a copy. Later changes of the original do not affect it.</summary>
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
    }

    /// <summary>
    /// The servers and an optional chroot: <c>host[:port],host[:port][/chroot]</c>, an IPv6 address in brackets. Required.
    /// </summary>
    /// <value>The default port is 2181.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// How long the session outlives a lost connection. The server confines it, by default to between 2 and 20 of its ticks (4 to 40 s).
    /// A server that is silent for two thirds of it is given up.
    /// </summary>
    /// <value>The default is 15 seconds.</value>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long <see cref="ZooKeeperClient.ConnectAsync(ZooKeeperClientOptions, CancellationToken)"/> waits for the first connection.</summary>
    /// <value>The default is 15 seconds.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Whether a server that has lost its quorum and runs with <c>readonlymode.enabled</c> will do while no other does. What it has may be old, never older than
    /// what this client has seen; writes and <see cref="ZooKeeperClient.SyncAsync"/> fail with <see cref="ErrorCode.NotReadOnly"/>. Meanwhile the servers are asked
    /// for one that is read-write, after 100 ms at first and up to 60 seconds later on; the client then moves to it, and back to its session if that is still there.
    /// </summary>
    /// <value>The default is <see langword="false"/>: such a server is not used.</value>
    public bool AllowReadOnly { get; set; }

    /// <summary>The digest identities of the client, sent on every connection before anything else.</summary>
    /// <value>The default is none.</value>
    public IList<DigestIdentity> DigestIdentities { get; } = [];

    /// <summary>
    /// Supplies digest identities, in addition to <see cref="DigestIdentities"/>. It is called for each connection, so that rotated ones apply at the next
    /// one, and has the time that a server has for a connection, which is 1 to 10 seconds. If it throws, the connection is not made, and tried again; of the
    /// exception only the type is reported.
    /// </summary>
    /// <value>The default is none.</value>
    public Func<CancellationToken, ValueTask<IReadOnlyList<DigestIdentity>>>? DigestIdentitiesProvider { get; set; }

    /// <summary>Whether and how the client authenticates itself by SASL.</summary>
    /// <value>The default is no SASL.</value>
    public ZooKeeperSaslOptions Sasl { get; private init; } = new();

    /// <summary>Whether and how connections are encrypted, and the client's certificate.</summary>
    /// <value>The default is no encryption.</value>
    public ZooKeeperTlsOptions Tls { get; private init; } = new();

    /// <summary>
    /// The largest request in bytes. A server closes the connection without a word on a request above its <c>jute.maxbuffer</c>,
    /// so a larger one fails here with a clear error. Raise it together with the servers' setting.
    /// </summary>
    /// <value>The default is 1,048,575, as the server's.</value>
    public int MaxRequestLength { get; set; } = 1_048_575;

    /// <summary>The largest reply in bytes. Servers do not limit replies: the list of 30,000 children can exceed 1 MB.</summary>
    /// <value>The default is 64 MiB.</value>
    public int MaxReplyLength { get; set; } = 64 * 1024 * 1024;

    /// <summary>Where the client logs. Data of znodes and credentials are never logged.</summary>
    /// <value>The default logs nothing.</value>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>The clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            throw new ArgumentException($"{nameof(ConnectionString)} is missing: give at least one server, such as 'zk1:2181'.");
        }

        RequireWithin(nameof(SessionTimeout), SessionTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
        RequireWithin(nameof(ConnectTimeout), ConnectTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));
        RequireWithin(nameof(MaxRequestLength), MaxRequestLength, 1024, int.MaxValue);
        RequireWithin(nameof(MaxReplyLength), MaxReplyLength, 1024, Array.MaxLength);
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
