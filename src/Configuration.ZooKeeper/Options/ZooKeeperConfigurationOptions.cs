using Configuration.ZooKeeper.Documents;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper;

/// <summary>Provides options for a ZooKeeper configuration source.</summary>
public sealed partial class ZooKeeperConfigurationOptions
{
    /// <summary>Gets or sets the servers and an optional chroot: <c>host[:port],host[:port][/chroot]</c>. This option is required.</summary>
    /// <remarks>This property reads and writes the connection string of <see cref="Connection"/>.</remarks>
    public string ConnectionString
    {
        get => Connection.ConnectionString;
        set => Connection.ConnectionString = value;
    }

    /// <summary>
    /// Gets the paths whose znodes become keys. At least one path is required.
    /// </summary>
    /// <remarks>
    /// Each path is a layer. If several layers contain a key, the last layer wins. The key of a znode is its path relative to the layer, with <c>:</c> instead
    /// of <c>/</c>. The source reads all layers over one session, and publishes one state of all layers at a time. In a path, <c>{app}</c> stands for
    /// <see cref="ApplicationName"/> and <c>{env}</c> for <see cref="EnvironmentName"/>.
    /// </remarks>
    public IList<string> Paths { get; } = [];

    /// <summary>Gets or sets the path below which services are registered, such as <c>/services</c>. Their instances become keys.</summary>
    /// <remarks>
    /// An instance that takes requests becomes a key such as <c>Services:orders:http:0</c> with a value such as <c>http://10.0.0.7:8080</c>, as
    /// Microsoft.Extensions.ServiceDiscovery reads it. The instances are those of Apache Curator's x-discovery, Spring Cloud Zookeeper and
    /// <c>ZooKeeper.ServiceDiscovery</c>. Instances and other keys are published together; the other keys override the instances. Each change of an instance is
    /// a reload. The path need not exist.
    /// </remarks>
    /// <value>The default is <see langword="null"/>: no instances.</value>
    public string? ServicesPath { get; set; }

    /// <summary>Gets or sets the section that contains all keys of the source, such as <c>Shop</c> or <c>Remote:Shop</c>.</summary>
    /// <remarks>If it is set, the source cannot override keys of any other section.</remarks>
    /// <value>The default is <see langword="null"/>: the keys start at the root of the configuration.</value>
    public string? Section { get; set; }

    /// <summary>
    /// Gets the parsers for znodes that contain documents, by file extension.
    /// </summary>
    /// <remarks>
    /// The parser returns the keys of the document. The source puts them below the key of the znode, without the extension. A path of <see cref="Paths"/> can
    /// be a document too. The parser receives valid UTF-8 text, which can be empty, each time the znode changes. If it throws, the source rejects the reload.
    /// Extensions are not case-sensitive, and the longest match wins.
    /// </remarks>
    /// <value>The default is a parser for <c>.json</c>, with the rules of the JSON configuration provider.</value>
    public IDictionary<string, Func<Stream, IEnumerable<KeyValuePair<string, string?>>>> Documents { get; } =
        new Dictionary<string, Func<Stream, IEnumerable<KeyValuePair<string, string?>>>>(StringComparer.OrdinalIgnoreCase) { [".json"] = JsonKeys.Read };

    /// <summary>
    /// Gets or sets a delegate that selects the parser of a znode by its path, for documents whose names have no ending.
    /// </summary>
    /// <remarks>
    /// The delegate receives the path of a znode relative to its layer, such as <c>topics/orders</c>. For the znode of the layer itself, the path is empty. It
    /// returns a key of <see cref="Documents"/>, such as <c>.json</c>, an empty string for a znode that is not a document, or <see langword="null"/> to decide
    /// by the ending of the name. The source calls it for each znode with data. It must always return the same result for the same path.
    /// </remarks>
    /// <value>The default is <see langword="null"/>: the ending of the name decides.</value>
    public Func<string, string?>? SelectDocument { get; set; }

    /// <summary>
    /// Gets or sets a delegate that renames or skips keys.
    /// </summary>
    /// <remarks>
    /// <para>The delegate receives the path of a znode relative to its layer, such as <c>Db/Timeout</c>. It returns the path to use instead, separated by
    /// <c>/</c> or <c>:</c>, or <see langword="null"/> to skip the znode. The source calls it for each znode with data, before it reads the data. Skipping a
    /// znode does not skip its children. The delegate must always return the same result for the same path.</para>
    /// <para>A document is treated like the znodes that its keys would be. For <c>Db.json</c>, the delegate receives <c>Db</c>, and <see langword="null"/>
    /// skips the document unread. Then it receives the path of each key, such as <c>Db/Timeout</c>.</para>
    /// </remarks>
    /// <value>The default is <see langword="null"/>: no key is renamed or skipped.</value>
    public Func<string, string?>? MapKey { get; set; }

    /// <summary>Gets or sets whether the data of znodes with children is ignored.</summary>
    /// <remarks>
    /// Some clients write data to the parents that they create, such as the address of the client. With this option, such a znode makes no key while it has
    /// children. Documents are read anyway.
    /// </remarks>
    /// <value>The default is <see langword="false"/>: a znode can be a value and a section.</value>
    public bool IgnoreFolderData { get; set; }

    /// <summary>Gets or sets whether a line end at the end of a value is removed.</summary>
    /// <remarks>Tools such as <c>echo</c> add one. The option removes a single <c>\n</c> or <c>\r\n</c>. It does not affect documents.</remarks>
    /// <value>The default is <see langword="false"/>: values are exactly the text in the znode.</value>
    public bool TrimLineEnd { get; set; }

    /// <summary>Gets or sets the maximum size of decompressed gzip data, in bytes.</summary>
    /// <remarks>Data that starts with a gzip header is always decompressed.</remarks>
    /// <value>The default is 16 MiB.</value>
    public int MaxInflatedLength { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets a delegate that returns the key of encrypted values by its id, or <see langword="null"/> if there is none.</summary>
    /// <remarks>
    /// Values that start with <c>enc:v1:</c> are encrypted with AES-256-GCM for their znode and key. If one cannot be decrypted, it is malformed: the source
    /// rejects the reload. <see cref="ZooKeeperSecretKeys"/> reads keys from files and environment variables. A key has 32 bytes. The source calls the delegate
    /// for each encrypted value.
    /// </remarks>
    /// <value>The default is <see langword="null"/>: every encrypted value is malformed.</value>
    public Func<string, byte[]?>? SecretKey { get; set; }

    /// <summary>Gets or sets the id of the managed root for which values must be encrypted.</summary>
    /// <remarks>If it is set, a value that was encrypted for the same path of another root is malformed, such as one copied from a test environment.</remarks>
    /// <value>The default is <see langword="null"/>: any root.</value>
    public string? SecretRoot { get; set; }

    /// <summary>Gets or sets the path below which tools keep the history of the configuration. Znodes there are never keys.</summary>
    /// <remarks>The path should not be below one of <see cref="Paths"/>: the source would receive an event for everything that tools write.</remarks>
    /// <value>The default is <c>/configzk</c>.</value>
    public string ControlPath { get; set; } = "/configzk";

    /// <summary>Gets or sets whether each existing path must be at or below a managed root, which is a path whose history <c>configzk</c> keeps.</summary>
    /// <remarks>
    /// The source rejects a tree without a history, so that only traceable changes, which can be rolled back, take effect. If a path is below a managed root,
    /// the source also rejects reloads during an import of that root. It needs no permission for the history. It does not compare the znodes with the history:
    /// <c>configzk drift</c> does.
    /// </remarks>
    /// <value>The default is <see langword="false"/>.</value>
    public bool RequireManagedRoot { get; set; }

    /// <summary>
    /// Gets or sets whether the application can start without configuration from ZooKeeper.
    /// </summary>
    /// <remarks>
    /// If <see langword="true"/>, the application starts if no server is available within <see cref="StartupTimeout"/> or none of the <see cref="Paths"/>
    /// exists. The source loads the configuration when it becomes available. An unreadable path is always an error.
    /// </remarks>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Optional { get; set; }

    /// <summary>Gets or sets whether the source reloads when znodes change.</summary>
    /// <remarks>If <see langword="false"/>, the source closes the session after each load.</remarks>
    /// <value>The default is <see langword="true"/>.</value>
    public bool ReloadOnChange { get; set; } = true;

    /// <summary>Gets or sets how long the first load waits for a server. The client retries until then.</summary>
    /// <remarks>A manual reload has the same timeout.</remarks>
    /// <value>The default is 15 seconds.</value>
    public TimeSpan StartupTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Gets or sets a delegate that is called if the first load fails, before <see cref="ZooKeeperConfigurationException"/> is thrown.
    /// </summary>
    /// <remarks>
    /// The delegate can let the application start without the keys of this source. It is not called if the source can start because it is
    /// <see cref="Optional"/> or has a <see cref="SnapshotFile"/>.
    /// </remarks>
    /// <value>The default is <see langword="null"/>: the exception is thrown.</value>
    public Action<ZooKeeperLoadExceptionContext>? OnLoadException { get; set; }

    /// <summary>
    /// Gets or sets the minimum time between two reloads.
    /// </summary>
    /// <remarks>
    /// The first change after a pause is published immediately. Further changes within the interval are published together at its end. The last change is never
    /// lost.
    /// </remarks>
    /// <value>The default is 100 milliseconds.</value>
    public TimeSpan MinReloadInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Gets or sets how often the source re-reads every znode, to find changes that produced no event.
    /// </summary>
    /// <remarks>
    /// The reads are spread evenly over the interval, at most 256 KB at a time. If the audit finds a difference, the source publishes it like any other change.
    /// Changes that produce an event do not need the audit. The interval must be at least one second and at most one day.
    /// </remarks>
    /// <value>The default is <see langword="null"/>: no audit.</value>
    public TimeSpan? AuditInterval { get; set; }

    /// <summary>
    /// Gets the options of the connection, such as the session timeout, digest identities and limits.
    /// </summary>
    /// <remarks>
    /// If its logger factory is not set, <c>AddZooKeeperConfiguration()</c> sets the host's. Earlier messages are then written to the host's log too.
    /// </remarks>
    public ZooKeeperClientOptions Connection { get; } = new();

    /// <summary>Gets or sets the value of <c>{app}</c> in <see cref="Paths"/>.</summary>
    /// <value>The default is the application name of the host builder that adds the source. Without a host builder, it is the configuration key
    /// <c>applicationName</c>, or else the name of the entry assembly.</value>
    public string? ApplicationName { get; set; }

    /// <summary>Gets or sets the value of <c>{env}</c> in <see cref="Paths"/>.</summary>
    /// <value>The default is the environment name of the host builder that adds the source. Without a host builder, it is the configuration key
    /// <c>environment</c>, or else <c>Production</c>.</value>
    public string? EnvironmentName { get; set; }

    /// <summary>
    /// Gets or sets the path of the snapshot file, which contains the last good configuration.
    /// </summary>
    /// <remarks>
    /// <para>The application starts with the snapshot file if no server is available, none of the <see cref="Paths"/> exists, a value is malformed, or options
    /// with <c>ValidateOnReload()</c> are invalid. It does not use the file if a path is unreadable or the credentials are wrong. With a host, the first
    /// configuration is written to the file when the host starts, after its startup validators. A relative path is relative to the current directory. The
    /// directory must exist. Each source needs its own file.</para>
    /// <para>The file contains all values in plain text. Only its owner can read it. On Windows, it inherits the access control list of its directory. The
    /// source loads the file only if it is undamaged and has the same <see cref="Paths"/>, chroot and <see cref="Section"/>. On Linux and other Unix systems,
    /// the user of the process must also own the file, and no other user can have permission to write it. Symbolic links are rejected. Problems with the file
    /// are logged, and never stop a start or a reload.</para>
    /// </remarks>
    /// <value>The default is <see langword="null"/>: nothing is written to disk.</value>
    public string? SnapshotFile { get; set; }

    /// <summary>Gets or sets whether the source was added to the builder of a host, together with the services.</summary>
    internal bool IsOfHost { get; set; }
}
