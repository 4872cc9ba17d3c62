using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Setup;

/// <summary>
/// Replaces the placeholders for application and environment in paths. The names come from the host, then from its configuration keys, then from the
/// entry assembly and the framework's default.
/// </summary>
internal static partial class PathPlaceholders
{
    private const string App = "{app}";
    private const string Env = "{env}";
    private const string DefaultEnvironment = "Production";

    /// <exception cref="ArgumentException">A path contains an unknown placeholder.</exception>
    public static void Check(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (Placeholder().Matches(path).Select(match => match.Value).FirstOrDefault(name => name is not (App or Env)) is { } unknown)
            {
                throw new ArgumentException(
                    $"{nameof(ZooKeeperConfigurationOptions.Paths)} contains '{path}' with the placeholder {unknown}: there are {App} and {Env}.");
            }
        }
    }

    /// <exception cref="ArgumentException">A name is unknown, or contains a slash.</exception>
    public static IReadOnlyList<string> Resolve(ZooKeeperConfigurationOptions options, IConfigurationBuilder builder)
    {
        if (!options.Paths.Any(Placeholder().IsMatch))
        {
            return [.. options.Paths];
        }

        var settings = BuilderSettings.Read(builder, "applicationName", "environment");
        var app = FirstOf(options.ApplicationName, settings[0], Assembly.GetEntryAssembly()?.GetName().Name);
        var env = FirstOf(options.EnvironmentName, settings[1], DefaultEnvironment);
        string[] paths = [.. options.Paths.Select(path => Put(Put(path, App, app), Env, env))];
        Array.ForEach(paths, ZooKeeperConfigurationOptions.CheckPath);
        return paths;
    }

    private static string? FirstOf(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            if (!string.IsNullOrWhiteSpace(name))
            {
                return name;
            }
        }

        return null;
    }

    private static string Put(string path, string placeholder, string? name)
    {
        if (!path.Contains(placeholder, StringComparison.Ordinal))
        {
            return path;
        }

        if (name is null || name.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"The placeholder {placeholder} of the path '{path}' cannot be resolved: "
                + $"{(name is null ? "there is no such name" : $"'{name}' contains a slash")}.");
        }

        return path.Replace(placeholder, name, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\{[A-Za-z]+\}")]
    private static partial Regex Placeholder();
}
