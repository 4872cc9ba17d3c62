using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// Reads the kind, owner and mode of a file. .NET provides only the mode. Uses <c>statx</c> because its result has the same layout on all processors.
/// </summary>
[SupportedOSPlatform("linux")]
internal readonly record struct LinuxFileStatus(bool IsRegular, uint Owner, UnixFileMode Mode)
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const int NotFollowingLinks = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int OfTheDescriptor = 0x1000; // AT_EMPTY_PATH
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8; // STATX_TYPE, STATX_MODE, STATX_UID
    private const int TypeBits = 0xF000; // S_IFMT
    private const int RegularFile = 0x8000; // S_IFREG
    private const int PermissionBits = 0xFFF;

    /// <summary>The user ID with which this process opens files.</summary>
    public static uint EffectiveUser => GetEffectiveUser();

    /// <summary>Returns the status of a path without following links, or null if it does not exist or cannot be read.</summary>
    public static LinuxFileStatus? Of(string path) =>
        Status(CurrentDirectory, path, NotFollowingLinks, TypeModeAndOwner, out var status) == 0 ? From(status) : null;

    /// <summary>Returns the status of an open file, even if its path has been replaced.</summary>
    public static LinuxFileStatus? Of(SafeFileHandle file) =>
        Status(file, "", OfTheDescriptor, TypeModeAndOwner, out var status) == 0 ? From(status) : null;

    private static LinuxFileStatus? From(Statx status) =>
        (status.Mask & TypeModeAndOwner) == TypeModeAndOwner
            ? new LinuxFileStatus((status.Mode & TypeBits) == RegularFile, status.Owner, (UnixFileMode)(status.Mode & PermissionBits))
            : null;

    // Not LibraryImport: it requires AllowUnsafeBlocks for the whole project.
    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out Statx status);

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(SafeFileHandle file, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out Statx status);

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GetEffectiveUser();

    // linux/stat.h
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(0)]
        public uint Mask;

        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
