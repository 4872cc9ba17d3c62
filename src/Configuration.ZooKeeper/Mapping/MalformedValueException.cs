namespace Configuration.ZooKeeper.Mapping;

/// <summary>A znode's data cannot become configuration. The message names the znode, never the data.</summary>
internal sealed class MalformedValueException(string path, string reason) : Exception($"The data of znode '{path}' {reason}.")
{
    public string Path { get; } = path;
}
