namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the reply to whoAmI.</summary>
internal readonly record struct WhoAmIReply(ClientIdentityRecord[] Identities) : IRecord<WhoAmIReply>
{
    public static WhoAmIReply Read(ref JuteReader reader) => new(reader.ReadVector<ClientIdentityRecord>());

    public void Write(JuteWriter writer)
    {
        writer.WriteVector(Identities);
    }
}
