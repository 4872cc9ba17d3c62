using System.Globalization;

namespace ZooKeeper.Testing;

/// <summary>The seed of all random input of a test.</summary>
public static class FuzzSeed
{
    private const string Variable = "FUZZ_SEED";

    /// <summary>Gets a new seed for each run and prints it. To repeat a run, set <c>FUZZ_SEED</c> to its seed.</summary>
    public static int Next(Action<string> tell)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        tell($"seed {seed} (set {Variable} to it to repeat the run)");
        return seed;
    }
}
