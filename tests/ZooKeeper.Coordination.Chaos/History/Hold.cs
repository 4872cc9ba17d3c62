namespace ZooKeeper.Coordination.Chaos.History;

/// <summary>The time during which one worker took itself for the owner.</summary>
internal sealed record Hold
{
    public required string Worker { get; init; }

    public required int Attempt { get; init; }

    public required long Fence { get; init; }

    public required bool IsShared { get; init; }

    /// <summary>The hold of the writer that goes on with this one as a reader. Null for all others.</summary>
    public Hold? Former { get; init; }

    public required string Path { get; init; }

    /// <summary>When it was invoked.</summary>
    public required long Invoked { get; init; }

    /// <summary>When the grant had returned.</summary>
    public required long Granted { get; init; }

    /// <summary>Until when the worker surely took itself for the owner, and nobody had taken the ownership away from outside.</summary>
    public required long Until { get; init; }

    /// <summary>When it had been given up, as far as the worker knows.</summary>
    public long Released { get; init; } = long.MaxValue;

    /// <summary>
    /// Whether its deadline is exact: all the time, it was connected to the leader or to none. A follower that is cut off answers although the leader may have expired the session.
    /// </summary>
    public required bool IsExact { get; init; }

    /// <summary>Whether it was the owner for longer than the moment of the grant.</summary>
    public bool Lasts => Until > Granted;

    public override string ToString() => $"{Worker}/{Attempt} with fence 0x{Fence:x}";
}
