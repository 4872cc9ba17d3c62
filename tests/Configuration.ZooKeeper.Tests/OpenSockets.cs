namespace Configuration.ZooKeeper.Tests;

/// <summary>The sockets of this process. For tests that do not run beside others.</summary>
internal static class OpenSockets
{
    public static int Count => OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Count(IsSocket) : 0;

    private static bool IsSocket(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            return false; // it was closed meanwhile
        }
    }
}
