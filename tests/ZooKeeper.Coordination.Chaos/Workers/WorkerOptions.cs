using System.Globalization;

namespace ZooKeeper.Coordination.Chaos.Workers;

/// <summary>What a worker process is started with.</summary>
internal sealed record WorkerOptions(string Name, string ConnectionString, int Seed)
{
    public const string Command = "worker";

    public static TimeSpan SessionTimeout { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest time that an owner keeps the ownership by itself.</summary>
    public static TimeSpan LongestHold { get; } = TimeSpan.FromSeconds(1.5);

    public IEnumerable<string> Arguments => [Command, Name, ConnectionString, Seed.ToString(CultureInfo.InvariantCulture)];

    public static WorkerOptions Parse(IReadOnlyList<string> args) => new(args[1], args[2], int.Parse(args[3], CultureInfo.InvariantCulture));
}
