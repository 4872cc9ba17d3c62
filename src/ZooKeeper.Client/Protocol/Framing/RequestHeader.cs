namespace ZooKeeper.Client.Protocol;

internal readonly record struct RequestHeader(int Xid, OpCode OpCode) : IRecord<RequestHeader>
{
    public static RequestHeader Read(ref JuteReader reader) => new(reader.ReadInt(), (OpCode)reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(Xid);
        writer.WriteInt((int)OpCode);
    }
}
