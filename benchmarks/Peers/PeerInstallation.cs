using System.Diagnostics;
using ZooKeeper.Testing;

namespace Benchmarks.Peers;

/// <summary>A peer from a Debian package.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Result">The name of its time in the JSON.</param>
/// <param name="Package">The Debian package.</param>
/// <param name="Command">The program, or null if it is not installed.</param>
internal sealed record PeerInstallation(string Name, string Result, string Package, string[]? Command)
{
    private const string Python = "/usr/bin/python3"; // the one that Debian's packages are for
    private static readonly string[] CuratorJars = ["/usr/share/java/curator-recipes.jar", "/usr/share/java/slf4j-nop.jar"];

    public string Remedy => $"apt-get install --no-install-recommends {Package}";

    public static IReadOnlyList<PeerInstallation> All =>
    [
        new("Curator, CuratorCache", "curator_cache_ms", "libcurator-recipes-java", Curator("CuratorCache")),
        new("Curator, TreeCache", "curator_tree_cache_ms", "libcurator-recipes-java", Curator("TreeCache")),
        new("kazoo, TreeCache", "kazoo_tree_cache_ms", "python3-kazoo", Kazoo()),
    ];

    public Peer? Start(string connectionString, ConfigurationTree tree) => Command is null ? null : Peer.Start([.. Command, connectionString, tree.Path]);

    private static string[]? Curator(string cache) => CuratorJars.All(File.Exists)
        ? [ZooKeeperInstallation.Find().Java, "-cp", string.Join(Path.PathSeparator, CuratorJars), Program("CuratorLoad.java"), cache]
        : null;

    private static string[]? Kazoo()
    {
        if (!File.Exists(Python))
        {
            return null;
        }

        using var probe = Process.Start(new ProcessStartInfo(Python, ["-c", "import kazoo.recipe.cache"]) { RedirectStandardError = true })!;
        probe.WaitForExit();
        return probe.ExitCode == 0 ? [Python, Program("kazoo_load.py")] : null;
    }

    private static string Program(string file) => Path.Combine(AppContext.BaseDirectory, "Peers", file);
}
