using System.Collections.ObjectModel;
using System.Globalization;

namespace ZooKeeper.Testing;

/// <summary>Makes a server's zoo.cfg, its myid and its Java command.</summary>
internal sealed class ServerConfiguration(ZooKeeperServerOptions options, int port, EnsembleMember? member)
{
    private readonly ZooKeeperInstallation _installation = options.Installation ?? ZooKeeperInstallation.Find();

    public int Port => port;

    public int? SecurePort { get; } = options.Tls is null ? null : FreePort.Next();

    public TimeSpan StartTimeout => options.StartTimeout;

    public IEnumerable<string> Command(ServerFolder folder, IReadOnlyList<string> javaArguments) =>
    [
        .. _installation.JavaCommand,
        $"-Dzookeeper.forceSync={(options.ForceSync ? "yes" : "no")}",
        $"-Dzookeeper.extendedTypesEnabled={(options.ExtendedTypesEnabled ? "true" : "false")}",
        .. options.JavaArguments,
        .. javaArguments,
        "org.apache.zookeeper.server.quorum.QuorumPeerMain",
        folder.Configuration,
    ];

    public void Write(ServerFolder folder)
    {
        Directory.CreateDirectory(folder.Data);
        File.WriteAllLines(folder.Configuration, Settings(folder).Select(setting => $"{setting.Key}={setting.Value}"));
        options.Tls?.WriteStores(folder);
        if (member is not null)
        {
            File.WriteAllText(Path.Combine(folder.Data, "myid"), member.Id.ToString(CultureInfo.InvariantCulture));
        }
    }

    private Dictionary<string, string> Settings(ServerFolder folder)
    {
        var settings = new Dictionary<string, string>
        {
            ["tickTime"] = Milliseconds(options.TickTime),
            ["minSessionTimeout"] = Milliseconds(options.MinSessionTimeout ?? 2 * options.TickTime),
            ["maxSessionTimeout"] = Milliseconds(options.MaxSessionTimeout),
            ["dataDir"] = folder.Data,
            ["clientPort"] = port.ToString(CultureInfo.InvariantCulture),
            ["clientPortAddress"] = "127.0.0.1",
            ["maxClientCnxns"] = "0",
            ["admin.enableServer"] = "false",
            ["4lw.commands.whitelist"] = "*",
        };
        var extra = (member?.Settings ?? ReadOnlyDictionary<string, string>.Empty)
            .Concat(SecurePort is { } securePort ? options.Tls!.Settings(folder, securePort) : [])
            .Concat(options.ExtraConfiguration);
        foreach (var (key, value) in extra)
        {
            settings[key] = value;
        }

        return settings;
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
