namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// Replaces a file as a whole: a reader finds the old content or the new one, also after a crash. Until it is complete, the new one is in a temporary file
/// beside the old one, which only its owner can read and which has a name of its own, so that several processes do not meet.
/// </summary>
internal static class FileReplacement
{
    private const string Ending = ".tmp";

    /// <summary>A write takes moments; what is older was left behind by a process that ended in one.</summary>
    public static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(10);

    /// <exception cref="IOException">It could not be written; the old content is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
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

                // Otherwise the new name can be on the disk before the content is.
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

    /// <summary>Deletes what processes that ended in a write have left beside a file.</summary>
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
            // It is deleted as an abandoned one by a later process; what is to be reported is why it is not in use.
        }
    }

    // The same cause shall read the same each time, and name the file that people know.
    private static IOException WithoutTemporaryName(Exception e, string temporary, string path) =>
        new(e.Message.Replace(temporary, path, StringComparison.Ordinal), e);
}
