namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// Replaces a file atomically: a reader finds the old content or the new content, also after a crash. The new content is written to a temporary file in the
/// same directory. Only its owner can read it, and its name is unique, so that several processes do not interfere.
/// </summary>
internal static class FileReplacement
{
    private const string Ending = ".tmp";

    /// <summary>The age of a temporary file after which its process must have ended: a write takes far less.</summary>
    public static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(10);

    /// <exception cref="IOException">The file cannot be written. The old content is still there.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = TemporaryName(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = Open(temporary, path, options);
        try
        {
            using (file)
            {
                file.Write(content);

                // Otherwise the rename can reach the disk before the content.
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e)
        {
            Delete(temporary);
            throw WithoutTemporaryName(e, temporary, path);
        }
    }

    /// <summary>Deletes the temporary files of processes that ended during a write.</summary>
    public static void DeleteAbandoned(string path, DateTimeOffset now)
    {
        foreach (var file in new DirectoryInfo(Path.GetDirectoryName(path)!).EnumerateFiles())
        {
            if (IsTemporary(file.Name, Path.GetFileName(path)) && now - file.LastWriteTimeUtc > Abandoned)
            {
                Delete(file.FullName);
            }
        }
    }

    private static FileStream Open(string temporary, string path, FileStreamOptions options)
    {
        try
        {
            return new FileStream(temporary, options);
        }
        catch (Exception e)
        {
            throw WithoutTemporaryName(e, temporary, path);
        }
    }

    private static string TemporaryName(string path) => $"{path}.{Guid.NewGuid():N}{Ending}";

    private static bool IsTemporary(string name, string ofFile) =>
        name.Length == TemporaryName(ofFile).Length
        && name.StartsWith($"{ofFile}.", StringComparison.Ordinal)
        && name.EndsWith(Ending, StringComparison.Ordinal);

    private static void Delete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A later process deletes it as abandoned. The original error is what must be reported.
        }
    }

    // Hides the unique temporary name, so that the message names the file that users know, and repeated failures are reported once.
    private static IOException WithoutTemporaryName(Exception e, string temporary, string path) =>
        new(e.Message.Replace(temporary, path, StringComparison.Ordinal), e);
}
