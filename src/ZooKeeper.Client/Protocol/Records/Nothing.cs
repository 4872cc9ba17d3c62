namespace ZooKeeper.Client.Protocol;

/// <summary>A body without fields: of ping, closeSession and whoAmI, and of many replies.</summary>
internal readonly record struct Nothing : IRecord<Nothing>
{
    public static Nothing Read(ref JuteReader reader) => default;

    public void Write(JuteWriter writer)
    {
    }
}
