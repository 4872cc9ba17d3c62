using Configuration.ZooKeeper.Documents;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// The exception that is thrown when the data of a znode cannot become keys. The message is one line, names the znode and never quotes a value.
/// </summary>
internal sealed class MalformedValueException(string path, string reason) : Exception(MessageOf(path, reason))
{
    public string Path { get; } = path;

    /// <summary>Returns the message with the path as the source shows it, such as with the chroot.</summary>
    public string MessageIn(Func<string, string> shown) => MessageOf(shown(Path), reason);

    private static string MessageOf(string path, string reason) => PrintableText.Of($"The data of znode '{path}' {reason}.");
}
