namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the body of exists, getData, getChildren and getChildren2.</summary>
internal readonly record struct ReadRequest(string Path, bool Watch) : IRecord<ReadRequest>
{
    public static ReadRequest Read(ref JuteReader reader) => new(reader.ReadString(), reader.ReadBool());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBool(Watch);
    }
}
