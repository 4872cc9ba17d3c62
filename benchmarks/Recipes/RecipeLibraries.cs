namespace Benchmarks.Recipes;

/// <summary>The libraries with queues, counters and barriers.</summary>
internal static class RecipeLibraries
{
    public static RecipeLibrary Ours { get; } = RecipeLibrary.Ours.With(OurRecipes.Command);

    public static RecipeLibrary Curator { get; } = RecipeLibrary.Curator.With("Recipes/CuratorRecipes.java");

    public static RecipeLibrary Kazoo { get; } = RecipeLibrary.Kazoo.With("Recipes/kazoo_recipes.py");
}
