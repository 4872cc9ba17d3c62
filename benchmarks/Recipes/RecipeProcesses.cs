using Benchmarks.Reporting;
using ZooKeeper.Testing;

namespace Benchmarks.Recipes;

/// <summary>A process of each library that is installed, ours first, with its measurements.</summary>
internal sealed class RecipeProcesses : IDisposable
{
    private readonly IReadOnlyList<RecipeLibrary> _libraries;

    private RecipeProcesses(ZooKeeperServer server, string path, TimeSpan sessionTimeout, IReadOnlyList<RecipeLibrary> libraries)
    {
        _libraries = libraries;
        All = [.. libraries.Where(library => library.Command is not null)
            .Select(library => (new RecipeTurns(library), library.Start(server.ConnectionString, $"{path}/{library.Result}", sessionTimeout)))];
    }

    public IReadOnlyList<(RecipeTurns Turns, RecipeProcess Process)> All { get; }

    public static RecipeProcesses Start(ZooKeeperServer server, string path, TimeSpan sessionTimeout, params IReadOnlyList<RecipeLibrary> libraries) =>
        new(server, path, sessionTimeout, libraries);

    /// <summary>Adds a measurement, unless it is of a run that only warms up.</summary>
    public static void Add(Series series, int run, double value)
    {
        if (run >= 0)
        {
            series.Add(value);
        }
    }

    /// <summary>The measurements of a library, or null if it is not installed.</summary>
    public RecipeTurns? Find(RecipeLibrary library) => All.Select(one => one.Turns).FirstOrDefault(turns => turns.Library == library);

    public void AddMissing(Report report)
    {
        foreach (var missing in _libraries.Where(library => library.Command is null))
        {
            report.Without(missing.Name, $"missing. apt-get install --no-install-recommends {missing.Package}");
        }
    }

    public void Dispose()
    {
        foreach (var (_, process) in All)
        {
            process.Dispose();
        }
    }
}
