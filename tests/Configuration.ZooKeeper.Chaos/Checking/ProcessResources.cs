namespace Configuration.ZooKeeper.Chaos.Checking;

/// <summary>Counts the sockets and the managed memory of this process.</summary>
internal static class ProcessResources
{
    /// <summary>The number of open sockets; 0 on systems that do not report it.</summary>
    public static int CountSockets() =>
        OperatingSystem.IsLinux() ? Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(IsSocket) : 0;

    public static long CountBytes() => GC.GetTotalMemory(forceFullCollection: true);

    private static bool IsSocket(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            return false; // closed meanwhile
        }
    }
}
