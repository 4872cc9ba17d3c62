namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the reply to getChildren2.</summary>
internal readonly record struct GetChildren2Reply(string[] Names, StatRecord Stat) : IRecord<GetChildren2Reply>
{
    public static GetChildren2Reply Read(ref JuteReader reader) => new(reader.ReadStrings(), StatRecord.Read(ref reader));

    public void Write(JuteWriter writer)
    {
        writer.WriteStrings(Names);
        Stat.Write(writer);
    }
}
