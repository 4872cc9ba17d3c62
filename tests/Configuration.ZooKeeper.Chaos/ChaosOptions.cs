using System.Globalization;

namespace Configuration.ZooKeeper.Chaos;

/// <summary>The length of a run, the seed of its faults, and the path of its log.</summary>
internal sealed record ChaosOptions
{
    public const string Usage = "Usage: chaos.sh [--minutes N | --seconds N] [--seed S] [--watches recursive|one-shot] [--fault WORD] [--log FILE]";

    private const double LongestSeconds = 7 * 24 * 3600;

    /// <summary>The time during which faults are drawn. It begins after the start of the ensemble.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(10);

    public int Seed { get; init; } = Random.Shared.Next();

    /// <summary>Whether the servers refuse recursive watches, so that every znode is followed by one-shot watches.</summary>
    public bool HasOneShotWatches { get; init; }

    /// <summary>A part of the name of the only faults to draw, or null for all.</summary>
    public string? Fault { get; init; }

    public string LogFile { get; init; } = Path.Combine(Directory.CreateTempSubdirectory("chaos-").FullName, "log.jsonl");

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
                case "--watches" when args[i + 1] is "recursive" or "one-shot":
                    options = options with { HasOneShotWatches = args[i + 1] == "one-shot" };
                    break;
                case "--fault":
                    options = options with { Fault = args[i + 1] };
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
