using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>The znode of a grant belongs to the session of the worker: a znode of its previous session can vanish at any moment.</summary>
internal static class Ownerships
{
    public const string Rule = "own znode";

    public static IEnumerable<Violation> Check(IEnumerable<Entry> grants) => grants
        .Where(grant => grant.Owner is not null && grant.Session is not null && grant.Owner != grant.Session)
        .Select(grant => new Violation(
            Rule, grant.At, $"{grant.Worker}/{grant.Attempt} was granted {grant.Path} of session 0x{grant.Owner:x}, but its session is 0x{grant.Session:x}"));
}
