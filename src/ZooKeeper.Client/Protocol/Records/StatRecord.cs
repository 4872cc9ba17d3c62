namespace ZooKeeper.Client.Protocol;

internal readonly record struct StatRecord(Stat Stat) : IRecord<StatRecord>
{
    public static StatRecord Read(ref JuteReader reader) => new(new Stat(
        reader.ReadLong(),
        reader.ReadLong(),
        reader.ReadLong(),
        reader.ReadLong(),
        reader.ReadInt(),
        reader.ReadInt(),
        reader.ReadInt(),
        reader.ReadLong(),
        reader.ReadInt(),
        reader.ReadInt(),
        reader.ReadLong()));

    public void Write(JuteWriter writer)
    {
        writer.WriteLong(Stat.Czxid);
        writer.WriteLong(Stat.Mzxid);
        writer.WriteLong(Stat.CtimeMilliseconds);
        writer.WriteLong(Stat.MtimeMilliseconds);
        writer.WriteInt(Stat.Version);
        writer.WriteInt(Stat.Cversion);
        writer.WriteInt(Stat.Aversion);
        writer.WriteLong(Stat.EphemeralOwner);
        writer.WriteInt(Stat.DataLength);
        writer.WriteInt(Stat.NumChildren);
        writer.WriteLong(Stat.Pzxid);
    }
}
