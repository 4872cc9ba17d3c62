namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the body of getACL, sync, getAllChildrenNumber and getEphemerals (where the path is a prefix).</summary>
internal readonly record struct PathRequest(string Path) : IRecord<PathRequest>
{
    public static PathRequest Read(ref JuteReader reader) => new(reader.ReadString());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
    }
}
