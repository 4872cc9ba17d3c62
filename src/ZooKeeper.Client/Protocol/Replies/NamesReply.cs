namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the reply to getChildren (names) and getEphemerals (paths).</summary>
internal readonly record struct NamesReply(string[] Names) : IRecord<NamesReply>
{
    public static NamesReply Read(ref JuteReader reader) => new(reader.ReadStrings());

    public void Write(JuteWriter writer)
    {
        writer.WriteStrings(Names);
    }
}
