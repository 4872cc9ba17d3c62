using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Recipes;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>What happened with one recipe.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Successes">How often it did what it is for.</param>
/// <param name="Unknown">How often a worker was told that a change may have been made.</param>
/// <param name="GaveUp">How many attempts gave up.</param>
internal sealed record RecipeCount(Recipe Recipe, int Successes, int Unknown, int GaveUp)
{
    public static RecipeCount Of(Recipe recipe, IReadOnlyList<Entry> own) => new(
        recipe, own.Count(entry => entry.What == recipe.Success), own.Count(entry => entry.What == Happening.Unknown), own.Count(entry => entry.What == Happening.GaveUp));

    public override string ToString() =>
        $"{Recipe.Name,-14} {Successes,6} {Recipe.Successes}" + (Unknown > 0 ? $", {Unknown} unknown" : "") + (GaveUp > 0 ? $", {GaveUp} gave up" : "");
}
