using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Output;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Connecting;

/// <summary>A path, and the servers that have it.</summary>
internal sealed record Target(Profile Profile, string Path)
{
    /// <summary>
    /// Parses a path with or without a profile. The servers come from <c>--connect</c>, the profile in the path, <c>--profile</c>, <c>CONFIGZK_CONNECT</c>,
    /// <c>CONFIGZK_PROFILE</c>, or the profile <c>default</c>: the first of them that is given. Servers that are named without a profile get the protection of the last two.
    /// </summary>
    public static Target Parse(string text, ProfileFile profiles, string? connect, string? profile, ToolShell shell)
    {
        var colon = text.IndexOf(":/", StringComparison.Ordinal);
        var (named, path) = colon > 0 ? (text[..colon], text[(colon + 1)..]) : (null, text);
        if (!ZnodePath.IsValid(path))
        {
            throw ToolException.Usage($"'{text}' is not a path. A path begins with / and does not end with it, such as /config/shop or prod:/config/shop.");
        }

        if (named is not null && connect is not null)
        {
            throw ToolException.Usage($"'{text}' names a profile, and --connect names servers. Use one of them.");
        }

        return new Target(Choose(profiles, connect, named ?? profile, shell), path);
    }

    private static Profile Choose(ProfileFile profiles, string? connect, string? name, ToolShell shell)
    {
        if (name is not null)
        {
            return connect is null ? profiles.Find(name) : profiles.Find(name) with { Connect = connect };
        }

        var usual = shell.Variable("CONFIGZK_PROFILE") is { } variable ? profiles.Find(variable) : profiles.FindDefault();
        return (connect ?? shell.Variable("CONFIGZK_CONNECT")) is { } servers
            ? (usual ?? new Profile()).At(servers)
            : usual ?? throw ToolException.Usage(
                "No server is specified.", "Pass --connect zk1:2181, set CONFIGZK_CONNECT, or add a profile to " + profiles.Path + ". configzk dev starts a server to try it.");
    }
}
