using Benchmarks.Recipes;
using Benchmarks.Reporting;
using ZooKeeper.Testing;

namespace Benchmarks.Discovery;

/// <summary>A way to follow the instances of a service.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Result">The beginning of its names in the JSON, and its root.</param>
/// <param name="Command">The program, or null if it is not installed.</param>
internal sealed record DiscoveryLibrary(string Name, string Result, string[]? Command)
{
    public const string CuratorPackage = "libcurator-discovery-java";

    private static readonly string[] CuratorJars = ["/usr/share/java/curator-x-discovery.jar", "/usr/share/java/curator-recipes.jar", "/usr/share/java/slf4j-nop.jar"];

    public static DiscoveryLibrary Catalog { get; } = new("ours, catalog", "catalog", [Program("Benchmarks"), OurDiscovery.Command]);

    /// <summary>What <c>HttpClient</c> and YARP get: the framework asks again after each change.</summary>
    public static DiscoveryLibrary Endpoints { get; } = new("ours, endpoints of the framework", "endpoints", [Program("Benchmarks"), OurDiscovery.Command]);

    public static DiscoveryLibrary Curator { get; } = new(
        "Curator, ServiceCache", "curator",
        CuratorJars.All(File.Exists) ? [ZooKeeperInstallation.Find().Java, "-cp", string.Join(Path.PathSeparator, CuratorJars), Program("Discovery/CuratorServiceCache.java")] : null);

    /// <summary>Those that are installed, ours first.</summary>
    public static IReadOnlyList<DiscoveryLibrary> Installed => [.. new[] { Catalog, Endpoints, Curator }.Where(library => library.Command is not null)];

    public string Root => $"/{Result}";

    public Series Load { get; } = new();

    /// <summary>The medians of each run.</summary>
    public Series Change { get; } = new();

    public RecipeProcess Start(string connectionString) => RecipeProcess.Start([.. Command!, connectionString, Root]);

    private static string Program(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
