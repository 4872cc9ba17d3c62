namespace ZooKeeper.Client.Protocol;

/// <summary>Represents an identity of a connection.</summary>
internal readonly record struct ClientIdentityRecord(ClientIdentity Identity) : IRecord<ClientIdentityRecord>
{
    public static ClientIdentityRecord Read(ref JuteReader reader) => new(new ClientIdentity(reader.ReadString(), reader.ReadString()));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Identity.Scheme);
        writer.WriteString(Identity.User);
    }
}
