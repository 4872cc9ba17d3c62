using System.Globalization;

namespace ZooKeeper.Coordination.Chaos;

/// <summary>The length of a run, the seed of its faults, and the path of its history.</summary>
internal sealed record ChaosOptions
{
    public const string Usage = "Usage: chaos.sh --coordination [--minutes N | --seconds N] [--seed S] [--log FILE]";

    private const double LongestSeconds = 7 * 24 * 3600;

    /// <summary>The time during which faults are drawn. It begins after the start of the ensemble.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(10);

    public int Seed { get; init; } = Random.Shared.Next();

    public string LogFile { get; init; } = Path.Combine(Directory.CreateTempSubdirectory("chaos-").FullName, "history.jsonl");

    /// <returns>The options, or null if the arguments are invalid.</returns>
    public static ChaosOptions? TryParse(IReadOnlyList<string> args)
    {
        var options = new ChaosOptions();
        if (args.Count % 2 != 0)
        {
            return null;
        }

        for (var i = 0; i < args.Count; i += 2)
        {
            switch (args[i])
            {
                case "--minutes" when TrySeconds(args[i + 1], 60) is { } duration:
                    options = options with { Duration = duration };
                    break;
                case "--seconds" when TrySeconds(args[i + 1], 1) is { } duration:
                    options = options with { Duration = duration };
                    break;
                case "--seed" when int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var seed):
                    options = options with { Seed = seed };
                    break;
                case "--log":
                    options = options with { LogFile = Path.GetFullPath(args[i + 1]) };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    private static TimeSpan? TrySeconds(string text, double unit) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * unit is > 0 and <= LongestSeconds
            ? TimeSpan.FromSeconds(number * unit)
            : null;
}
