namespace Benchmarks.Recipes;

/// <summary>What a process with one library's recipes is told, one command a line. It answers each with one line: the microseconds of one operation.</summary>
internal static class RecipeCommand
{
    /// <summary>Enqueues so many items at a new path with this number, one after the other.</summary>
    public const string Enqueue = "enqueue";

    /// <summary>Fills a new queue with this number with so many items. Answers when they are there.</summary>
    public const string Fill = "fill";

    /// <summary>Lets so many consumers, each with a connection, take and complete so many items of the queue with this number.</summary>
    public const string Consume = "consume";

    /// <summary>Lets so many connections increment one counter, so many times in all.</summary>
    public const string Count = "count";

    /// <summary>Lets so many participants, each with a connection, enter and leave a double barrier, so many rounds. Answers with the time of a round.</summary>
    public const string Pass = "pass";
}
