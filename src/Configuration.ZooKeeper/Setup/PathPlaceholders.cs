using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Setup;

/// <summary>
/// Replaces the placeholders in paths with the names of the application and the environment. The names come from the host, or else from its configuration
/// keys, or else from the entry assembly and the framework's default.
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
            if (HasPlaceholder(path) && Placeholder().Matches(path).Select(match => match.Value).FirstOrDefault(name => name is not (App or Env)) is { } unknown)
            {
                throw new ArgumentException(
                    $"{nameof(ZooKeeperConfigurationOptions.Paths)} contains '{path}' with the unknown placeholder {unknown}. Use {App} or {Env}.");
            }
        }
    }

    /// <exception cref="ArgumentException">A name is not known, or cannot be part of a path.</exception>
    public static IReadOnlyList<string> Resolve(ZooKeeperConfigurationOptions options, IConfigurationBuilder builder)
    {
        if (!options.Paths.Any(HasPlaceholder))
        {
            return [.. options.Paths];
        }

        var settings = BuilderSettings.Read(builder, "applicationName", "environment");
        var app = FirstOf(options.ApplicationName, settings[0], Assembly.GetEntryAssembly()?.GetName().Name);
        var env = FirstOf(options.EnvironmentName, settings[1], DefaultEnvironment);
        string[] paths = [.. options.Paths.Select(path => Replace(Replace(path, App, app), Env, env))];
        Array.ForEach(paths, ZooKeeperConfigurationOptions.CheckPath);
        return paths;
    }

    // Most paths have no brace, and need no regular expression.
    private static bool HasPlaceholder(string path) => path.Contains('{', StringComparison.Ordinal) && Placeholder().IsMatch(path);

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

    private static string Replace(string path, string placeholder, string? name)
    {
        if (!path.Contains(placeholder, StringComparison.Ordinal))
        {
            return path;
        }

        if (name is null || name.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"Cannot resolve the placeholder {placeholder} in the path '{path}': "
                + $"{(name is null ? "no name is set" : $"'{name}' contains a slash")}.");
        }

        return path.Replace(placeholder, name, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\{[A-Za-z]+\}")]
    private static partial Regex Placeholder();
}
