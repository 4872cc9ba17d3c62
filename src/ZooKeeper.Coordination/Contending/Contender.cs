using Microsoft.Extensions.Logging;

namespace ZooKeeper.Coordination.Contending;

/// <summary>What all attempts of one contender have in common.</summary>
/// <param name="Path">The path that it contends for.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Suffixes">The suffixes of all contenders that count at the path.</param>
/// <param name="Data">The data of its znodes.</param>
/// <param name="Options">The options.</param>
internal sealed record Contender(string Path, ContenderKind Kind, IReadOnlyList<string> Suffixes, byte[] Data, ContenderOptions Options)
{
    public ILogger Logger { get; } = Options.LoggerFactory.CreateLogger("ZooKeeper.Coordination");

    public TimeProvider Time => Options.TimeProvider;
}
