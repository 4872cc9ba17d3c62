using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests;

/// <summary>The body of reconfig: which servers come, which go, or all of them, and the configuration that is changed.</summary>
internal readonly record struct ReconfigRequest : IRecord
{
    private const long AnyConfiguration = -1;

    public void Write(JuteWriter writer)
    {
        writer.WriteString(null);
        writer.WriteString(null);
        writer.WriteString(null);
        writer.WriteLong(AnyConfiguration);
    }
}
