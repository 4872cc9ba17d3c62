using System.Globalization;

namespace Benchmarks;

/// <summary>The options on the command line.</summary>
internal sealed record BenchmarkOptions(string Scenario, string? Connect, int? Znodes, int? Mirrors, int? Runs)
{
    public const string Usage = """
        usage: dotnet run -c Release --project benchmarks -- SCENARIO [--connect host:port] [--znodes N] [--mirrors M] [--runs R]
        scenarios: load, links, peers, propagation, change, lookup, throughput, resync, fanout, storm, chart, start, lock, election, queue, counter, barrier, discovery, revisions
        """;

    private static readonly string[] OnAnyServer = ["load", "peers", "propagation", "change", "lookup", "throughput", "start"];

    // They restart the server, inspect it, or need more memory than its default.
    private static readonly string[] OnOwnServer = ["links", "resync", "fanout", "storm", "chart", "lock", "election", "queue", "counter", "barrier", "discovery", "revisions"];

    public bool NeedsOwnServer => OnOwnServer.Contains(Scenario);

    /// <summary>The error in the arguments, or null.</summary>
    public static string? TryParse(string[] args, out BenchmarkOptions options)
    {
        options = new BenchmarkOptions(args.FirstOrDefault() ?? "", Connect: null, Znodes: null, Mirrors: null, Runs: null);
        if (!OnAnyServer.Contains(options.Scenario) && !options.NeedsOwnServer)
        {
            return $"'{options.Scenario}' is no scenario.";
        }

        foreach (var option in args.Skip(1).Chunk(2))
        {
            switch (option)
            {
                case ["--connect", var connect]:
                    options = options with { Connect = connect };
                    break;
                case ["--znodes", var text] when IsCount(text, out var znodes):
                    options = options with { Znodes = znodes };
                    break;
                case ["--mirrors", var text] when IsCount(text, out var mirrors):
                    options = options with { Mirrors = mirrors };
                    break;
                case ["--runs", var text] when IsCount(text, out var runs):
                    options = options with { Runs = runs };
                    break;
                default:
                    return $"'{string.Join(' ', option)}' is no option.";
            }
        }

        return options is { NeedsOwnServer: true, Connect: not null } ? $"{options.Scenario} has a server of its own." : null;
    }

    private static bool IsCount(string text, out int count) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0;
}
