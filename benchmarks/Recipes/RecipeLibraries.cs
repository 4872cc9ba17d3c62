using Benchmarks.Locks;

namespace Benchmarks.Recipes;

/// <summary>The libraries with queues, counters and barriers.</summary>
internal static class RecipeLibraries
{
    public static LockLibrary Ours { get; } = LockLibrary.Ours.With(OurRecipes.Command);

    public static LockLibrary Curator { get; } = LockLibrary.Curator.With("Recipes/CuratorRecipes.java");

    public static LockLibrary Kazoo { get; } = LockLibrary.Kazoo.With("Recipes/kazoo_recipes.py");
}
