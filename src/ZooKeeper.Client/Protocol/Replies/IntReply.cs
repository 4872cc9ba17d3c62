namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the reply to getAllChildrenNumber (the number), to addWatch (zero), and a failed operation of a multi (its error).</summary>
internal readonly record struct IntReply(int Value) : IRecord<IntReply>
{
    public static IntReply Read(ref JuteReader reader) => new(reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(Value);
    }
}
