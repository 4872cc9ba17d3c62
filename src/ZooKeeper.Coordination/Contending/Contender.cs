using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Telemetry;

namespace ZooKeeper.Coordination.Contending;

/// <summary>What all attempts of one contender have in common.</summary>
/// <param name="Path">The path that it contends for.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Suffixes">The suffixes of all contenders that count at the path.</param>
/// <param name="Data">The data of its znodes.</param>
/// <param name="Options">The options.</param>
internal sealed record Contender(string Path, ContenderKind Kind, IReadOnlyList<string> Suffixes, byte[] Data, ContenderOptions Options) : IContest
{
    public ILogger Logger { get; } = Options.LoggerFactory.CreateLogger("ZooKeeper.Coordination");

    public ContestKind MeasuredAs => Kind.MeasuredAs;

    public TimeProvider Time => Options.TimeProvider;

    public IAttempt Begin(ZooKeeperSession session) => new Attempt(session, this);

    public async Task<bool> IsFreeAsync(ZooKeeperOperations operations, CancellationToken cancellationToken)
    {
        try
        {
            var children = await operations.GetChildrenAsync(Path, cancellationToken: cancellationToken).ConfigureAwait(false);
            return !children.Names.Any(name => ContenderName.Parse(name, Suffixes) is { } other && Kind.IsBlockedBy(other.Suffix));
        }
        catch (NoNodeException)
        {
            return true; // nobody has contended yet
        }
    }
}
