namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the reply to exists, setData and setACL.</summary>
internal readonly record struct StatReply(StatRecord Stat) : IRecord<StatReply>
{
    public static StatReply Read(ref JuteReader reader) => new(StatRecord.Read(ref reader));

    public void Write(JuteWriter writer)
    {
        Stat.Write(writer);
    }
}
