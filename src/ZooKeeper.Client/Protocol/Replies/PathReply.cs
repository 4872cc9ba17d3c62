namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the reply to create and sync.</summary>
internal readonly record struct PathReply(string Path) : IRecord<PathReply>
{
    public static PathReply Read(ref JuteReader reader) => new(reader.ReadString());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
    }
}
