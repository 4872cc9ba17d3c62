using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// What speaks against trusting a file. Who can write configuration controls the application, so a copy of it counts only if this process's user owns it
/// and nobody else may write it.
/// </summary>
/// <remarks>
/// The directory is not looked at: volumes of containers are often writable by everybody. Owner and mode are those of the open file, so somebody who can
/// write the directory can take the file away or bring an older one of ours back, but not forge one.
/// On Windows nothing is checked here: a new file has the access list that its directory hands down.
/// </remarks>
internal static class FileProtection
{
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>What speaks against opening what is at a path. A link would have rename replace the link, where its owner meant the file.</summary>
    public static string? ObjectionTo(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            return "it is a symbolic link. Give the path of the file itself";
        }

        // A pipe would let the start wait for somebody to write to it.
        return OperatingSystem.IsLinux() && LinuxFileStatus.Of(path) is { IsRegular: false } ? "it is not a regular file. Give the path of one, or of none" : null;
    }

    /// <summary>What speaks against believing an open file.</summary>
    public static string? ObjectionTo(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        if (!OperatingSystem.IsLinux())
        {
            return ObjectionToMode(File.GetUnixFileMode(file))
                ?? (IsOwnedByUs(file) ? null : "this process's user does not own it, or that cannot be told. Delete it");
        }

        var (user, status) = (LinuxFileStatus.EffectiveUser, LinuxFileStatus.Of(file));
        return status switch
        {
            null => "the system does not tell its owner. Leave SnapshotFile out here",
            { IsRegular: false } => "it is not a regular file. Give the path of one, or of none",
            { Owner: var owner } when owner != user => $"user {owner} owns it, and this process runs as user {user}. Delete it, or give it to that user",
            { Mode: var mode } => ObjectionToMode(mode),
        };
    }

    private static string? ObjectionToMode(UnixFileMode mode) => (mode & WritableByOthers) == 0
        ? null
        : $"its group or others may write it (mode {Convert.ToString((int)mode, 8)}). Look who did that, then delete it, or take that permission away";

    // Only its owner may change a file's mode, and the superuser, who therefore learns nothing by it.
    [UnsupportedOSPlatform("windows")]
    private static bool IsOwnedByUs(SafeFileHandle file)
    {
        try
        {
            File.SetUnixFileMode(file, File.GetUnixFileMode(file));
            return !Environment.IsPrivilegedProcess;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
