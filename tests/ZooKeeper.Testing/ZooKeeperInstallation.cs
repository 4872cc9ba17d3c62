namespace ZooKeeper.Testing;

/// <summary>Finds Java and the jars of Apache ZooKeeper on this machine.</summary>
public sealed class ZooKeeperInstallation
{
    /// <summary>The environment variable that overrides the class path.</summary>
    public const string ClassPathVariable = "ZOOKEEPER_CLASSPATH";

    // The manifest of zookeeper.jar names every dependency except the two Netty jars for TLS.
    private static readonly string[] DebianJars =
    [
        "/usr/share/java/zookeeper.jar",
        "/usr/share/java/slf4j-simple.jar",
        "/usr/share/java/netty-codec.jar",
        "/usr/share/java/netty-resolver.jar",
    ];

    private ZooKeeperInstallation(string java, string classPath)
    {
        Java = java;
        ClassPath = classPath;
    }

    /// <summary>The path of the Java launcher.</summary>
    public string Java { get; }

    /// <summary>The Java class path with ZooKeeper and a logger that writes to the console.</summary>
    public string ClassPath { get; }

    internal IReadOnlyList<string> JavaCommand => JavaWith(ClassPath);

    /// <summary>Finds the installation of this machine.</summary>
    /// <exception cref="ZooKeeperNotFoundException">Java or a jar is missing.</exception>
    public static ZooKeeperInstallation Find() => Find(Environment.GetEnvironmentVariable, Path.Exists);

    /// <summary>Finds an installation by the given environment variables and files.</summary>
    /// <exception cref="ZooKeeperNotFoundException">Java or a jar is missing.</exception>
    public static ZooKeeperInstallation Find(Func<string, string?> variable, Func<string, bool> exists) =>
        new(FindJava(variable, exists), FindClassPath(variable, exists));

    // A small heap, one collector thread and one compiler: starts about a third faster than Java's defaults.
    internal IReadOnlyList<string> JavaWith(string classPath) =>
        [Java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx256m", "-cp", classPath];

    private static string FindClassPath(Func<string, string?> variable, Func<string, bool> exists)
    {
        if (variable(ClassPathVariable) is { Length: > 0 } classPath)
        {
            var absent = classPath.Split(Path.PathSeparator).FirstOrDefault(entry => !exists(entry.TrimEnd('*')));
            return absent is null
                ? classPath
                : throw new ZooKeeperNotFoundException($"'{absent}', named by {ClassPathVariable}, does not exist");
        }

        var missing = DebianJars.Where(jar => !exists(jar)).ToList();
        return missing.Count == 0
            ? string.Join(Path.PathSeparator, DebianJars)
            : throw new ZooKeeperNotFoundException($"{ClassPathVariable} is not set, and {string.Join(", ", missing)} not found");
    }

    private static string FindJava(Func<string, string?> variable, Func<string, bool> exists)
    {
        var home = variable("JAVA_HOME") is { Length: > 0 } value ? Path.Combine(value, "bin") : null;
        var folders = (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Prepend(home)
            .OfType<string>()
            .Select(folder => Path.Combine(folder, "java"))
            .FirstOrDefault(exists) ?? throw new ZooKeeperNotFoundException("there is no java in JAVA_HOME or on the PATH");
    }
}
