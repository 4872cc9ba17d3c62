using Configuration.ZooKeeper.Documents;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>
/// Adds the chroot of the connection string to paths in messages. A wrong chroot is invisible otherwise: the znode seems to be there. Paths in properties stay
/// without it, like the paths in the options.
/// </summary>
internal sealed class Chroot
{
    private readonly string _path;

    public Chroot(string connectionString) =>
        _path = connectionString.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? connectionString[slash..].Trim().TrimEnd('/') : "";

    /// <summary>The full path on the server, printable: not every server rejects names with control characters.</summary>
    public string With(string path) => PrintableText.Of(_path.Length > 0 && path == "/" ? _path : _path + path);

    public string With(IEnumerable<string> paths) => string.Join(", ", paths.Select(With));
}
