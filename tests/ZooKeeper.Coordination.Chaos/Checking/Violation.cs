using System.Globalization;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>One broken promise.</summary>
/// <param name="Rule">The rule that was broken.</param>
/// <param name="At">When, by the monotonic clock.</param>
/// <param name="What">What happened.</param>
internal sealed record Violation(string Rule, long At, string What)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At / 1e9:F3} {Rule}: {What}");
}
