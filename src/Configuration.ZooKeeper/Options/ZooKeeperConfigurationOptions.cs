using Configuration.ZooKeeper.Documents;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper;

/// <summary>Where configuration comes from in ZooKeeper, and how it is followed.</summary>
public sealed class ZooKeeperConfigurationOptions
{
    /// <summary>The servers and an optional chroot: <c>host[:port],host[:port][/chroot]</c>. The same as <see cref="Connection"/>'s. Required.</summary>
    public string ConnectionString
    {
        get => Connection.ConnectionString;
        set => Connection.ConnectionString = value;
    }

    /// <summary>
    /// The paths whose znodes become keys, each a layer: of a key in several layers the value of the last counts. A znode's key is its path below
    /// the layer's with <c>:</c> for <c>/</c>. All layers are read over one session, and a reload is one state of them all. At least one is required.
    /// <c>{app}</c> and <c>{env}</c> stand for the names of application and environment.
    /// </summary>
    /// <value>The default is none.</value>
    public IList<string> Paths { get; } = [];

    /// <summary>The section under which all keys are mounted, such as <c>Shop</c> or <c>Remote:Shop</c>; then no other section can be overridden.</summary>
    /// <value>The default is none: keys begin at the top.</value>
    public string? Section { get; set; }

    /// <summary>
    /// Which znodes are documents, by the end of their names, and what reads them. The keys of a document are those that the parser returns, below the
    /// znode's own key without the ending; a path of <see cref="Paths"/> can be a document itself. A parser gets text in strict UTF-8, and is called on
    /// each change of the znode; one that throws holds the state back. Endings are compared without case, the longest counts.
    /// </summary>
    /// <value>The default is <c>.json</c>, read as the framework reads JSON files.</value>
    public IDictionary<string, Func<Stream, IEnumerable<KeyValuePair<string, string?>>>> Documents { get; } =
        new Dictionary<string, Func<Stream, IEnumerable<KeyValuePair<string, string?>>>>(StringComparer.OrdinalIgnoreCase) { [".json"] = JsonKeys.Read };

    /// <summary>
    /// Renames or drops a znode's key, before its data is looked at. It gets the znode's path below its layer, such as <c>Db/Timeout</c>, and returns
    /// the path to use instead, with <c>/</c> or <c>:</c>, or null to leave the znode out. It is asked for each znode with data; what is below
    /// a dropped one is asked for by itself. It must always answer the same.
    /// </summary>
    /// <value>The default leaves every key as it is.</value>
    public Func<string, string?>? MapKey { get; set; }

    /// <summary>The most bytes that data compressed with gzip may inflate to. Data that begins as gzip does is always inflated.</summary>
    /// <value>The default is 16 MiB.</value>
    public int MaxInflatedLength { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Whether the application starts without configuration from ZooKeeper if no server can be reached within <see cref="StartupTimeout"/> or none of
    /// the <see cref="Paths"/> exists; it is picked up when it is there. A path that may not be read is an error in any case.
    /// </summary>
    /// <value>The default is false.</value>
    public bool Optional { get; set; }

    /// <summary>Whether changes are followed. If not, the session is closed after loading.</summary>
    /// <value>The default is true.</value>
    public bool ReloadOnChange { get; set; } = true;

    /// <summary>How long loading waits at the start for a server; attempts are repeated inside it. Also the bound of a manual reload.</summary>
    /// <value>The default is 15 seconds.</value>
    public TimeSpan StartupTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Called when the source cannot be loaded at the start, before <see cref="ZooKeeperConfigurationException"/> is thrown; it can have the application start
    /// without these keys. It is not called where the source starts in another way: <see cref="Optional"/>, or from a <see cref="SnapshotFile"/>.
    /// </summary>
    /// <value>The default is none: the exception is thrown.</value>
    public Action<ZooKeeperLoadExceptionContext>? OnLoadException { get; set; }

    /// <summary>
    /// The least time between two reloads. The first change after a pause is seen at once; of several within the interval, the state at its end.
    /// The last change is never lost.
    /// </summary>
    /// <value>The default is 100 milliseconds.</value>
    public TimeSpan MinReloadInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// In what time all znodes are read again once, evenly spread and at most 256 KB at a time, for what no event tells; a difference is then reloaded as any
    /// change is. Changes are seen without it.
    /// </summary>
    /// <value>The default is none: nothing is read without a reason. At least a second, at most a day.</value>
    public TimeSpan? AuditInterval { get; set; }

    /// <summary>
    /// The connection: session timeout, digest identities, limits. Unless its logger factory is set, <c>AddZooKeeperConfiguration()</c> hands over the
    /// host's, with the lines that were logged before.
    /// </summary>
    public ZooKeeperClientOptions Connection { get; } = new();

    /// <summary>What <c>{app}</c> in <see cref="Paths"/> stands for.</summary>
    /// <value>The default is the host's name of the application: where a host adds the source its own, else the configuration key
    /// <c>applicationName</c>, else the entry assembly.</value>
    public string? ApplicationName { get; set; }

    /// <summary>What <c>{env}</c> in <see cref="Paths"/> stands for.</summary>
    /// <value>The default is the host's name of the environment: where a host adds the source its own, else the configuration key
    /// <c>environment</c>, else <c>Production</c>.</value>
    public string? EnvironmentName { get; set; }

    /// <summary>
    /// A file for a copy of the last good state. The application starts with the copy while no server can be reached, none of the <see cref="Paths"/>
    /// exists or a value is malformed, but never if a path may not be read or the credentials are wrong. A relative path begins at the current directory;
    /// the directory must exist. Each source needs a file of its own.
    /// </summary>
    /// <remarks>
    /// All values are in the file, in plain text. Only its owner can read it; on Windows it has the access list that its directory hands down. It is
    /// loaded only if it is whole and of the same <see cref="Paths"/>, chroot and <see cref="Section"/>, and, on Linux and other Unix, if the user of this
    /// process owns it and nobody else may write it. A symbolic link is refused. What is wrong with the file is logged and never stops a start or a reload.
    /// </remarks>
    /// <value>The default is none: nothing is written to a disk.</value>
    public string? SnapshotFile { get; set; }

    /// <exception cref="ArgumentException">The path is not valid, or not one for configuration.</exception>
    internal static void CheckPath(string path)
    {
        ZnodePath.Parse(path);
        if (path == "/zookeeper" || path.StartsWith("/zookeeper/", StringComparison.Ordinal))
        {
            throw new ArgumentException($"{nameof(Paths)} contains '{path}': what is below /zookeeper belongs to the ensemble and is never configuration.");
        }
    }

    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            throw new ArgumentException($"{nameof(ConnectionString)} is missing: give at least one ZooKeeper server, such as 'zk1:2181'.");
        }

        if (Paths.Count == 0)
        {
            throw new ArgumentException($"{nameof(Paths)} is empty: give at least one path, such as '/config/shop'.");
        }

        foreach (var path in Paths)
        {
            CheckPath(path);
        }

        if (Section is { } section && (section.Length == 0 || section.Split(ConfigurationPath.KeyDelimiter).Contains("")))
        {
            throw new ArgumentException($"{nameof(Section)} is '{section}'; it must be a section such as 'Shop' or 'Remote:Shop', without an empty part.");
        }

        if (Documents.FirstOrDefault(document => document.Key.Length < 2 || document.Key[0] != '.' || document.Value is null) is { Key: { } extension })
        {
            throw new ArgumentException($"{nameof(Documents)} contains '{extension}': give an ending with a dot, such as '.yaml', and what reads it.");
        }

        if (MaxInflatedLength < 1)
        {
            throw new ArgumentException($"{nameof(MaxInflatedLength)} is {MaxInflatedLength}; it must be at least one byte.");
        }

        if (SnapshotFile is { } file && (string.IsNullOrWhiteSpace(file) || file.Contains('\0', StringComparison.Ordinal) || Path.EndsInDirectorySeparator(file)))
        {
            throw new ArgumentException($"{nameof(SnapshotFile)} is '{file}'; it must be the path of a file, such as '/var/lib/shop/configuration.json'.");
        }

        if (StartupTimeout <= TimeSpan.Zero || StartupTimeout > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"{nameof(StartupTimeout)} is {StartupTimeout}; it must be more than zero and at most a day.");
        }

        if (MinReloadInterval < TimeSpan.Zero || MinReloadInterval > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"{nameof(MinReloadInterval)} is {MinReloadInterval}; it must not be negative, and at most a day.");
        }

        if (AuditInterval < TimeSpan.FromSeconds(1) || AuditInterval > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"{nameof(AuditInterval)} is {AuditInterval}; it must be at least a second and at most a day.");
        }
    }
}
