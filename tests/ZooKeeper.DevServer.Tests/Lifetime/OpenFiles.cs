namespace ZooKeeper.DevServer.Tests.Lifetime;

/// <summary>The file descriptors of this process. For tests that do not run beside others.</summary>
internal static class OpenFiles
{
    public static int Count => Directory.GetFiles("/proc/self/fd").Length;
}
