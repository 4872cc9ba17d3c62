using Configuration.ZooKeeper.Revisions.Formats;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Reads desired states from files, and writes states to files. Rejects states that a format cannot represent exactly.</summary>
public static class StateFile
{
    /// <summary>
    /// Returns the format of a file by its extension: <c>.json</c>, <c>.yaml</c>, <c>.yml</c>, <c>.properties</c>, <c>.env</c> or <c>.znodes</c>. An existing
    /// folder has the format <see cref="StateFormat.Folder"/>.
    /// </summary>
    /// <param name="path">The path of the file or folder.</param>
    /// <exception cref="InvalidInputException">The file has another extension.</exception>
    public static StateFormat FormatOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Directory.Exists(path) ? StateFormat.Folder : System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".json" => StateFormat.Json,
            ".yaml" or ".yml" => StateFormat.Yaml,
            ".properties" => StateFormat.Properties,
            ".env" => StateFormat.Env,
            ".znodes" => StateFormat.Znodes,
            _ => throw new InvalidInputException($"Cannot tell the format of '{path}' by its name. Use .json, .yaml, .properties, .env or .znodes, or name the format."),
        };
    }

    /// <summary>Reads a desired state from a file or folder.</summary>
    /// <param name="path">The path of the file or folder.</param>
    /// <param name="format">The format, or null to determine it with <see cref="FormatOf"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="InvalidInputException">The file is not valid.</exception>
    public static async Task<DesiredState> LoadAsync(string path, StateFormat? format = null, CancellationToken cancellationToken = default)
    {
        var known = format ?? FormatOf(path);
        if (known == StateFormat.Folder)
        {
            return await FolderFormat.ReadAsync(path, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return Read(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), known);
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException($"Cannot read '{path}': {e.Message}", e);
        }
    }

    /// <summary>Reads a desired state from the content of a file.</summary>
    /// <param name="content">The content.</param>
    /// <param name="format">The format. A folder has no content.</param>
    /// <exception cref="InvalidInputException">The content is not valid.</exception>
    public static DesiredState Read(ReadOnlyMemory<byte> content, StateFormat format) => format switch
    {
        StateFormat.Json => JsonFormat.Read(content),
        StateFormat.Yaml => YamlFormat.Read(content),
        StateFormat.Properties => PropertiesFormat.Read(content),
        StateFormat.Env => EnvFormat.Read(content),
        StateFormat.Znodes => ZnodesFormat.Read(content),
        _ => throw new ArgumentException($"The format {format} has no content. Use {nameof(LoadAsync)}.", nameof(format)),
    };

    /// <summary>Returns the content of a file with a state. Reading it again gives the same znodes, byte by byte.</summary>
    /// <param name="state">The state.</param>
    /// <param name="format">The format. A folder has no content.</param>
    /// <exception cref="InvalidInputException">The format cannot contain a znode of the state.</exception>
    /// <exception cref="UnreadableException">A znode was not readable, so the file would be incomplete.</exception>
    public static byte[] Write(TreeState state, StateFormat format)
    {
        ArgumentNullException.ThrowIfNull(state);
        ThrowIfIncomplete(state);
        return format switch
        {
            StateFormat.Json => JsonFormat.Write(state),
            StateFormat.Yaml => YamlFormat.Write(state),
            StateFormat.Properties => PropertiesFormat.Write(state),
            StateFormat.Env => EnvFormat.Write(state),
            StateFormat.Znodes => ZnodesFormat.Write(state),
            _ => throw new ArgumentException($"The format {format} has no content. Use {nameof(SaveAsync)}.", nameof(format)),
        };
    }

    /// <summary>Writes a state to a file, or to a folder that does not exist or is empty. It contains values, so only its owner can read it.</summary>
    /// <param name="state">The state.</param>
    /// <param name="path">The path of the file or folder.</param>
    /// <param name="format">The format, or null to determine it with <see cref="FormatOf"/>.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <exception cref="InvalidInputException">The format cannot contain a znode of the state.</exception>
    /// <exception cref="UnreadableException">A znode was not readable, so the file would be incomplete.</exception>
    public static async Task SaveAsync(TreeState state, string path, StateFormat? format = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        if ((format ?? FormatOf(path)) is var known && known == StateFormat.Folder)
        {
            ThrowIfIncomplete(state);
            await FolderFormat.WriteAsync(state, path, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var content = Write(state, known);
            await OwnerOnlyFile.SaveAsync(path, stream => stream.WriteAsync(content, cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
        }
    }

    private static void ThrowIfIncomplete(TreeState state)
    {
        if (state.UnreadablePaths is [var first, ..])
        {
            throw new UnreadableException(
                first, $"Cannot export '{state.Root}': '{first}' is not readable, so the file would be incomplete. Use credentials that can read everything.");
        }
    }
}
