using System.Diagnostics;

namespace ZooKeeper.Coordination.Telemetry;

/// <summary>The attributes that all measurements of one contest have.</summary>
/// <param name="Kind">What processes contend for.</param>
/// <param name="Name">The name that the user gave it, or null.</param>
internal readonly record struct ContestTags(ContestKind Kind, string? Name)
{
    public const string KindTag = "zookeeper.coordination.kind";
    public const string ErrorTag = "error.type";

    public string KindName { get; } = Kind switch
    {
        ContestKind.Lock => "lock",
        ContestKind.Read => "read",
        ContestKind.Write => "write",
        ContestKind.Semaphore => "semaphore",
        ContestKind.Queue => "queue",
        ContestKind.Counter => "counter",
        ContestKind.Group => "group",
        _ => "election",
    };

    public TagList With(string? tag = null, string? value = null, string? error = null)
    {
        var tags = new TagList { { KindTag, KindName } };
        Add(ref tags, "zookeeper.coordination.name", Name);
        Add(ref tags, tag, value);
        Add(ref tags, ErrorTag, error);
        return tags;
    }

    private static void Add(ref TagList tags, string? tag, string? value)
    {
        if (tag is not null && value is not null)
        {
            tags.Add(tag, value);
        }
    }
}
