using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>A file that contains values, so that only its owner can read it.</summary>
internal static class OwnerOnlyFile
{
    private const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a JSON file, as the other overload does.</summary>
    public static Task SaveAsync<T>(string file, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SaveAsync(file, stream => JsonSerializer.SerializeAsync(stream, value, type, cancellationToken), cancellationToken);

    /// <summary>
    /// Writes a file. An existing file stays as it is until the new content is complete, because it can be the last good backup. A pipe or a device receives
    /// the content itself.
    /// </summary>
    public static async Task SaveAsync(string file, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        ThrowIfNotWritable(file);
        if (File.Exists(file) && await OpenPipeAsync(file, cancellationToken).ConfigureAwait(false) is { } pipe)
        {
            await using (pipe.ConfigureAwait(false))
            {
                await write(pipe).ConfigureAwait(false);
            }

            return;
        }

        var target = File.Exists(file) && File.ResolveLinkTarget(file, returnFinalTarget: true) is { } linked ? linked.FullName : file;
        var unfinished = $"{target}.{Guid.NewGuid():N}.tmp"; // in the same folder: a file can only be replaced by one of the same file system
        try
        {
            await WriteAsync(unfinished, write, cancellationToken).ConfigureAwait(false);
            File.Move(unfinished, target, overwrite: true);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new DirectoryNotFoundException($"Cannot write '{file}': its folder does not exist.", e); // the message of the cause names the unfinished file
        }
        finally
        {
            Delete(unfinished);
        }
    }

    /// <summary>Creates a file, which must not exist.</summary>
    public static FileStream Create(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = ReadWrite;
        }

        return new FileStream(file, options);
    }

    /// <summary>Creates a folder for such files, and the folders above it, unless they exist.</summary>
    public static DirectoryInfo CreateFolder(string folder) =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder) : Directory.CreateDirectory(folder, ReadWrite | UnixFileMode.UserExecute);

    /// <summary>Reads a JSON file.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="type">The type of the content.</param>
    /// <param name="isKnown">Whether the content has a format that this version knows.</param>
    /// <param name="name">The expected content, with an article: "a plan".</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="InvalidInputException">The file is something else.</exception>
    public static async Task<T> LoadAsync<T>(
        string file, JsonTypeInfo<T> type, Func<T, bool> isKnown, string name, CancellationToken cancellationToken)
        where T : class
    {
        var stream = File.OpenRead(file);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                if (await JsonSerializer.DeserializeAsync(stream, type, cancellationToken).ConfigureAwait(false) is { } value && isKnown(value))
                {
                    return value;
                }
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
            {
                // Without the cause, which can quote a value.
            }
        }

        throw new InvalidInputException($"Cannot read '{file}': it is not {name}, or a newer version wrote it.");
    }

    // Only what has no length needs a closer look, such as /dev/stdout or a named pipe. An empty file is one of the others.
    private static async Task<FileStream?> OpenPipeAsync(string file, CancellationToken cancellationToken)
    {
        var target = File.ResolveLinkTarget(file, returnFinalTarget: true) ?? new FileInfo(file);
        if (target is FileInfo { Exists: true, Length: > 0 })
        {
            return null;
        }

        // Opening a named pipe waits for its reader.
        var stream = await Task.Run(() => new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!stream.CanSeek || IsDevice(target.FullName))
        {
            return stream;
        }

        await stream.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    // Replacing would not need the permission to write the file itself. But who protects a file, such as the last good backup, does not expect that.
    private static void ThrowIfNotWritable(string file)
    {
        if (Directory.Exists(file))
        {
            throw new IOException($"Cannot write '{file}': it is a folder. Name a file in it.");
        }

        if (File.Exists(file) && new FileInfo((File.ResolveLinkTarget(file, returnFinalTarget: true) ?? new FileInfo(file)).FullName) is { Exists: true, IsReadOnly: true })
        {
            throw new IOException($"Cannot write '{file}': it is read-only. Name another file, or permit writing.");
        }
    }

    private static void Delete(string file)
    {
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    // Nothing else tells /dev/null from an empty file.
    private static bool IsDevice(string path) => path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

    private static async Task WriteAsync(string file, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        var stream = Create(file);
        await using (stream.ConfigureAwait(false))
        {
            await write(stream).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            RandomAccess.FlushToDisk(stream.SafeFileHandle); // otherwise, a power failure could leave the name without the content
        }
    }
}
