namespace Configuration.ZooKeeper.Mapping;

/// <summary>The exception that is thrown when the data of a znode cannot become keys. The message names the znode and never quotes the data.</summary>
internal sealed class MalformedValueException(string path, string reason) : Exception($"The data of znode '{path}' {reason}.")
{
    public string Path { get; } = path;
}
