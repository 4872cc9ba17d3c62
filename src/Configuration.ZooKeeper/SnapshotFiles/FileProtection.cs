using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// Finds reasons not to trust a snapshot file. Anyone who can write configuration controls the application. The file counts only if this process's user
/// owns it and nobody else can write it.
/// </summary>
/// <remarks>
/// The directory is not checked, because container volumes are often writable by everybody. Owner and mode are read from the open file. An attacker with
/// write access to the directory can delete the file or restore an older one, but cannot forge one.
/// On Windows nothing is checked: a new file inherits the access list of its directory.
/// </remarks>
internal static class FileProtection
{
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Returns why the file at a path must not be opened, or null. Renaming over a symlink would replace the link, not its target.</summary>
    public static string? ObjectionTo(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            return "it is a symbolic link. Give the path of the file itself";
        }

        // Opening a pipe would block the start until somebody writes to it.
        return OperatingSystem.IsLinux() && LinuxFileStatus.Of(path) is { IsRegular: false } ? "it is not a regular file. Give the path of one, or of none" : null;
    }

    /// <summary>Returns why an open file is not trusted, or null.</summary>
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

    // Only the owner and the superuser can change a file's mode, so the probe proves nothing for the superuser.
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
