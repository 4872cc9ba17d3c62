using System.Globalization;

namespace ZooKeeper.Testing;

/// <summary>The number from which a test with random input makes all of it.</summary>
public static class FuzzSeed
{
    private const string Variable = "FUZZ_SEED";

    /// <summary>A new one for each run, which is told; the one in <c>FUZZ_SEED</c>, to see what a run has told again.</summary>
    public static int Next(Action<string> tell)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        tell($"seed {seed} (set {Variable} to it to repeat the run)");
        return seed;
    }
}
