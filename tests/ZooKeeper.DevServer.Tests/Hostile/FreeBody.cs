using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Hostile;

/// <summary>A body that need not be a record.</summary>
internal sealed class FreeBody(Action<JuteWriter> write) : IRecord
{
    public void Write(JuteWriter writer) => write(writer);
}
