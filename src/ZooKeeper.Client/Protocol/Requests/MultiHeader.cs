namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the header of each operation and result of a multi or multiRead, and the end marker.</summary>
internal readonly record struct MultiHeader(OpCode Type, bool Done, int Error) : IRecord<MultiHeader>
{
    public static MultiHeader Read(ref JuteReader reader) => new((OpCode)reader.ReadInt(), reader.ReadBool(), reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt((int)Type);
        writer.WriteBool(Done);
        writer.WriteInt(Error);
    }
}
