namespace ZooKeeper.Client.Protocol;

/// <summary>Represents a body without fields, as in ping, closeSession, whoAmI and many replies.</summary>
internal readonly record struct Nothing : IRecord<Nothing>
{
    public static Nothing Read(ref JuteReader reader) => default;

    public void Write(JuteWriter writer)
    {
    }
}
