namespace ZooKeeper.Testing;

/// <summary>Reads the states of a process's threads. Each thread obeys a signal in its own time.</summary>
internal static class ProcessThreads
{
    /// <summary>Whether a stop signal has reached every thread: until then a paused server can still answer.</summary>
    public static bool AreStopped(int processId)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true; // no equally simple way on other systems
        }

        try
        {
            return Directory.EnumerateDirectories($"/proc/{processId}/task").All(thread => IsStopped(File.ReadAllText($"{thread}/stat")));
        }
        catch (IOException)
        {
            return false; // a thread ended while it was asked
        }
    }

    // "id (name) state ...", and the name may have blanks and parentheses of its own.
    private static bool IsStopped(string stat) => stat[stat.LastIndexOf(')') + 2] == 'T';
}
