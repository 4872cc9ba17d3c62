namespace ZooKeeper.Client.Protocol;

/// <summary>
/// Represents the header of a reply. Its zxid is the last transaction that the server had applied when it executed the request, so a read saw exactly the state
/// after that transaction.
/// </summary>
internal readonly record struct ReplyHeader(int Xid, long Zxid, ErrorCode Error) : IRecord<ReplyHeader>
{
    public const int Size = 16;

    public static ReplyHeader Read(ref JuteReader reader) => new(reader.ReadInt(), reader.ReadLong(), (ErrorCode)reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(Xid);
        writer.WriteLong(Zxid);
        writer.WriteInt((int)Error);
    }
}
