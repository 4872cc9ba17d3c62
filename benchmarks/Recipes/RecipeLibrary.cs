using System.Diagnostics;
using System.Globalization;
using Benchmarks.Locks;
using ZooKeeper.Testing;

namespace Benchmarks.Recipes;

/// <summary>A library, and its program that runs recipes. By default, the program is the one for locks and elections.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Result">The beginning of its names in the JSON.</param>
/// <param name="Package">The Debian package, or null for ours.</param>
/// <param name="Command">The program, or null if it is not installed.</param>
internal sealed record RecipeLibrary(string Name, string Result, string? Package, string[]? Command)
{
    private const string Python = "/usr/bin/python3"; // the one that Debian's packages are for
    private static readonly string[] CuratorJars = ["/usr/share/java/curator-recipes.jar", "/usr/share/java/slf4j-nop.jar"];

    public static RecipeLibrary Ours { get; } = new("ours", "ours", null, [File("Benchmarks"), OurLocks.Command]);

    public static RecipeLibrary Curator { get; } = new(
        "Curator", "curator", "libcurator-recipes-java",
        CuratorJars.All(System.IO.File.Exists) ? [ZooKeeperInstallation.Find().Java, "-cp", string.Join(Path.PathSeparator, CuratorJars), File("Locks/CuratorLocks.java")] : null);

    public static RecipeLibrary Kazoo { get; } = new("kazoo", "kazoo", "python3-kazoo", HasKazoo() ? [Python, File("Locks/kazoo_locks.py")] : null);

    /// <summary>Those that are installed, ours first.</summary>
    public static IReadOnlyList<RecipeLibrary> Installed => [.. new[] { Ours, Curator, Kazoo }.Where(library => library.Command is not null)];

    public static IReadOnlyList<RecipeLibrary> Missing => [.. new[] { Curator, Kazoo }.Where(library => library.Command is null)];

    /// <summary>The same library with another program: the last argument of its command.</summary>
    public RecipeLibrary With(string program) => Command is null ? this : this with { Command = [.. Command[..^1], program.Contains('/', StringComparison.Ordinal) ? File(program) : program] };

    public RecipeProcess Start(string connectionString, string path, TimeSpan sessionTimeout) =>
        RecipeProcess.Start([.. Command!, connectionString, path, ((int)sessionTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)]);

    private static bool HasKazoo()
    {
        if (!System.IO.File.Exists(Python))
        {
            return false;
        }

        using var probe = Process.Start(new ProcessStartInfo(Python, ["-c", "import kazoo.client"]) { RedirectStandardError = true })!;
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }

    private static string File(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
