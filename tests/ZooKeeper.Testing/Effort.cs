namespace ZooKeeper.Testing;

/// <summary>Decides how many cases a test with random input draws: fewer in the daily run, more in the nightly one.</summary>
public static class Effort
{
    private const string Variable = "TEST_EFFORT";

    private static readonly bool IsNightly = Environment.GetEnvironmentVariable(Variable) == "nightly";

    /// <summary>Returns one of two numbers. The nightly one applies if <c>TEST_EFFORT</c> is <c>nightly</c>, as <c>test.sh --nightly</c> and <c>mutate.sh</c> set it.</summary>
    public static int Of(int daily, int nightly) => IsNightly ? nightly : daily;
}
