using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// Finds reasons not to trust a snapshot file. Anyone who can write configuration controls the application, so the file is used only if the user of this
/// process owns it and nobody else has write permission.
/// </summary>
/// <remarks>
/// The directory is not checked, because container volumes are often writable by everyone. Owner and mode are read from the open file. So a user with write
/// permission on the directory can remove the file or restore an older one, but cannot forge one. On Windows, owner and permissions are not checked: a new file
/// inherits the access list of its directory.
/// </remarks>
internal static class FileProtection
{
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Returns a reason not to open a path, or null. Renaming over a symbolic link would replace the link, not its target.</summary>
    public static string? ObjectionTo(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            return "it is a symbolic link. Set the path of the file itself";
        }

        // Reading a pipe would block the start.
        return OperatingSystem.IsLinux() && LinuxFileStatus.Of(path) is { IsRegular: false } ? "it is not a regular file. Set the path of a regular file" : null;
    }

    /// <summary>Returns a reason not to trust an open file, or null.</summary>
    public static string? ObjectionTo(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        if (!OperatingSystem.IsLinux())
        {
            return ObjectionToMode(File.GetUnixFileMode(file))
                ?? (IsOwnedByUs(file) ? null : "the user of this process does not own it, or the owner cannot be determined. Delete it");
        }

        var (user, status) = (LinuxFileStatus.EffectiveUser, LinuxFileStatus.Of(file));
        return status switch
        {
            null => "the system does not report its owner. Do not set SnapshotFile on this system",
            { IsRegular: false } => "it is not a regular file. Set the path of a regular file",
            { Owner: var owner } when owner != user => $"user {owner} owns it, but this process runs as user {user}. Delete it, or change its owner to user {user}",
            { Mode: var mode } => ObjectionToMode(mode),
        };
    }

    private static string? ObjectionToMode(UnixFileMode mode) => (mode & WritableByOthers) == 0
        ? null
        : $"its group or others have write permission (mode {Convert.ToString((int)mode, 8)}). Find out why, then delete it or remove the permission";

    // Only the owner of a file and the superuser can change its mode. For the superuser this proves nothing.
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
