using Benchmarks.Reporting;

namespace Benchmarks.Recipes;

/// <summary>The measurements of one library, one of each kind in a turn.</summary>
internal sealed class RecipeTurns(RecipeLibrary library)
{
    private readonly Dictionary<string, Series> _series = [];

    public RecipeLibrary Library => library;

    public Series this[string measure] => _series.TryGetValue(measure, out var series) ? series : _series[measure] = new Series();
}
