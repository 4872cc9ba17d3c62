using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>A JSON file that contains values, so that only its owner can read it.</summary>
internal static class OwnerOnlyFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static async Task SaveAsync<T>(string file, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Mode;
        }

        var stream = new FileStream(file, options);
        await using (stream.ConfigureAwait(false))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(stream.SafeFileHandle, Mode); // otherwise, an existing file keeps its mode
            }

            await JsonSerializer.SerializeAsync(stream, value, type, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a file.</summary>
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
}
