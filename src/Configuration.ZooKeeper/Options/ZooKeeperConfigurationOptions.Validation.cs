using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper;

/// <content>Validation of the options.</content>
public sealed partial class ZooKeeperConfigurationOptions
{
    /// <exception cref="ArgumentException">The path is invalid or reserved.</exception>
    internal static void CheckPath(string path)
    {
        ZnodePath.Parse(path);
        if (path == "/zookeeper" || path.StartsWith("/zookeeper/", StringComparison.Ordinal))
        {
            throw new ArgumentException($"{nameof(Paths)} contains '{path}'. Znodes below /zookeeper belong to ZooKeeper and cannot contain configuration.");
        }
    }

    internal void Set(string? connectionString, string path, bool optional, bool reloadOnChange)
    {
        ConnectionString = connectionString ?? "";
        Paths.Add(path);
        Optional = optional;
        ReloadOnChange = reloadOnChange;
    }

    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            throw new ArgumentException(
                $"{nameof(ConnectionString)} is missing. Set at least one ZooKeeper server, such as 'zk1:2181'. GetConnectionString(\"ZooKeeper\") reads it from "
                + "ConnectionStrings:ZooKeeper in appsettings.json, or from the environment variable ConnectionStrings__ZooKeeper.");
        }

        if (Paths.Count == 0)
        {
            throw new ArgumentException($"{nameof(Paths)} is empty. Add at least one path, such as '/config/shop'.");
        }

        foreach (var path in Paths)
        {
            CheckPath(path);
        }

        if (ServicesPath is { } services)
        {
            if (!ZnodePath.IsValid(services) || services.Length == 1 || ZnodePath.IsAtOrBelow(services, "/zookeeper"))
            {
                throw new ArgumentException($"{nameof(ServicesPath)} is '{services}'. It must be a path such as '/services', not the root, and not below /zookeeper.");
            }

            if (Paths.FirstOrDefault(path => ZnodePath.IsAtOrBelow(path, services)) is { } inside)
            {
                throw new ArgumentException($"{nameof(Paths)} contains '{inside}', where {nameof(ServicesPath)} has the instances of services. Choose another path.");
            }
        }

        if (Section is { } section && (section.Length == 0 || section.Split(ConfigurationPath.KeyDelimiter).Contains("")))
        {
            throw new ArgumentException($"{nameof(Section)} is '{section}'. It must be a section such as 'Shop' or 'Remote:Shop', without an empty part.");
        }

        if (Documents.FirstOrDefault(document => document.Key.Length < 2 || document.Key[0] != '.' || document.Value is null) is { Key: { } extension })
        {
            throw new ArgumentException($"{nameof(Documents)} contains '{extension}'. Use an extension with a dot, such as '.yaml', and a parser.");
        }

        if (!ZnodePath.IsValid(ControlPath) || ControlPath.Length == 1)
        {
            throw new ArgumentException($"{nameof(ControlPath)} is '{ControlPath}'. It must be a path such as '/configzk', and not the root.");
        }

        if (MaxInflatedLength < 1)
        {
            throw new ArgumentException($"{nameof(MaxInflatedLength)} is {MaxInflatedLength}. It must be at least one byte.");
        }

        if (SnapshotFile is { } file && (string.IsNullOrWhiteSpace(file) || file.Contains('\0', StringComparison.Ordinal) || Path.EndsInDirectorySeparator(file)))
        {
            throw new ArgumentException($"{nameof(SnapshotFile)} is '{file}'. It must be the path of a file, such as '/var/lib/shop/configuration.json'.");
        }

        if (StartupTimeout <= TimeSpan.Zero || StartupTimeout > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"{nameof(StartupTimeout)} is {StartupTimeout}. It must be greater than zero and at most one day.");
        }

        if (MinReloadInterval < TimeSpan.Zero || MinReloadInterval > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"{nameof(MinReloadInterval)} is {MinReloadInterval}. It must not be negative, and at most one day.");
        }

        if (AuditInterval < TimeSpan.FromSeconds(1) || AuditInterval > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"{nameof(AuditInterval)} is {AuditInterval}. It must be at least one second and at most one day.");
        }
    }
}
