using System.Text.Json.Serialization;
using System.Text.Json;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Output;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Connecting;

/// <summary>The profiles of a user, in <c>~/.config/configzk/profiles.json</c> or the file that <c>CONFIGZK_PROFILES</c> names.</summary>
internal sealed class ProfileFile(string path, IReadOnlyDictionary<string, Profile> profiles)
{
    public string Path { get; } = path;

    public IReadOnlyDictionary<string, Profile> Profiles { get; } = profiles;

    public static ProfileFile Load(ToolShell shell)
    {
        var path = shell.Variable("CONFIGZK_PROFILES") ?? System.IO.Path.Combine(ConfigurationFolder(shell), "configzk", "profiles.json");
        if (!File.Exists(path))
        {
            return shell.Variable("CONFIGZK_PROFILES") is null
                ? new ProfileFile(path, new Dictionary<string, Profile>())
                : throw ToolException.Usage($"CONFIGZK_PROFILES names '{path}', which does not exist.");
        }

        try
        {
            using var stream = File.OpenRead(path);
            return new ProfileFile(path, Checked(path, JsonSerializer.Deserialize(stream, ProfileJson.Default.DictionaryStringProfile) ?? []));
        }
        catch (JsonException e)
        {
            throw ToolException.Usage($"Cannot read the profiles in '{path}', line {e.LineNumber + 1}: {e.Path} is not valid.", "See docs/configzk/profiles.md.");
        }
    }

    public Profile Find(string name) => Profiles.TryGetValue(name, out var profile)
        ? profile
        : throw ToolException.Usage($"There is no profile '{name}' in '{Path}'. {(Profiles.Count == 0 ? "There are no profiles." : $"There are: {string.Join(", ", Profiles.Keys)}.")}");

    public Profile? FindDefault() => Profiles.GetValueOrDefault("default");

    // The serializer checks no items. A protected path that is not valid would protect nothing.
    private static Dictionary<string, Profile> Checked(string path, Dictionary<string, Profile> profiles)
    {
        foreach (var (name, profile) in profiles)
        {
            if (profile is null || profile.Secrets.Any(pattern => pattern is null) || profile.Protected.Any(item => item is null))
            {
                throw ToolException.Usage($"Cannot read the profiles in '{path}': the profile '{name}' contains null.", "See docs/configzk/profiles.md.");
            }

            if (profile.Protected.FirstOrDefault(item => !ZnodePath.IsValid(item)) is { } invalid)
            {
                throw ToolException.Usage(
                    $"Cannot read the profiles in '{path}': '{invalid}' in the profile '{name}' is not a path, so it would protect nothing.", "A path begins with / and does not end with it.");
            }
        }

        return profiles;
    }

    private static string ConfigurationFolder(ToolShell shell) => shell.Variable("XDG_CONFIG_HOME")
        ?? (OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"));
}

/// <summary>Reads profiles without reflection. A misspelt name is an error: it could be the one that protects a path.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Dictionary<string, Profile>))]
internal sealed partial class ProfileJson : JsonSerializerContext;
