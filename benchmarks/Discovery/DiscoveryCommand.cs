namespace Benchmarks.Discovery;

/// <summary>What a process that follows one service is told, one command a line. It answers each with one line.</summary>
internal static class DiscoveryCommand
{
    /// <summary>Connects, and waits until it sees so many instances. Answers with the milliseconds.</summary>
    public const string Load = "load";

    /// <summary>Begins to follow the service. Answers when it sees so many instances.</summary>
    public const string Follow = "follow";

    /// <summary>Waits until the instances that it sees are so many. Answers when it saw that first, in nanoseconds of the clock that all processes share.</summary>
    public const string Seen = "seen";
}
