namespace ZooKeeper.Client;

/// <summary>
/// Represents a valid absolute path of a znode.
/// </summary>
/// <remarks>
/// The rules are those of Apache ZooKeeper (Programmer's Guide, "The ZooKeeper Data Model"). A path starts with <c>/</c>. It does not end with <c>/</c>, except
/// for the root. It has no empty, <c>.</c> or <c>..</c> component, and no control characters, surrogates or private-use characters.
/// </remarks>
public readonly record struct ZnodePath
{
    private readonly string? _value;

    private ZnodePath(string value) => _value = value;

    /// <summary>Gets the root of the tree, <c>/</c>.</summary>
    public static ZnodePath Root { get; } = new("/");

    /// <summary>Gets the path as text.</summary>
    public string Value => _value ?? "/";

    /// <summary>Validates a path.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="ArgumentException">The path is not valid. The message says where and why.</exception>
    public static ZnodePath Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return FindError(path) is { } error
            ? throw new ArgumentException($"The path '{Printable(path)}' is not a valid znode path: {error}.", nameof(path))
            : new ZnodePath(path);
    }

    /// <summary>Returns the path as text.</summary>
    public override string ToString() => Value;

    /// <summary>Gets whether a text is a valid path.</summary>
    /// <param name="path">The text.</param>
    public static bool IsValid(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return FindError(path) is null;
    }

    /// <summary>Validates the path of a sequential znode. If it ends with <c>/</c>, the name is only the number.</summary>
    internal static string ParseSequential(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length > 1 && path.EndsWith('/'))
        {
            Parse(path[..^1]);
            return path;
        }

        return Parse(path).Value;
    }

    /// <summary>Gets the path of a child. Does not validate the result.</summary>
    /// <param name="parent">The path of the parent.</param>
    /// <param name="name">The name of the child, or a relative path.</param>
    public static string Combine(string parent, string name) => parent.Length == 1 ? "/" + name : parent + "/" + name;

    /// <summary>Gets the path of the parent, or null for the root.</summary>
    /// <param name="path">The path.</param>
    public static string? ParentOf(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash switch { > 0 => path[..slash], 0 when path.Length > 1 => "/", _ => null };
    }

    /// <summary>Gets the name of a znode: what follows the last slash.</summary>
    /// <param name="path">The path.</param>
    public static string NameOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path[(path.LastIndexOf('/') + 1)..];
    }

    /// <summary>Gets whether <paramref name="path"/> is <paramref name="root"/> or below it. <c>/apple</c> is not below <c>/app</c>.</summary>
    /// <param name="path">A path.</param>
    /// <param name="root">The path that may be above it.</param>
    public static bool IsAtOrBelow(string path, string root) =>
        root.Length == 1 || (path.StartsWith(root, StringComparison.Ordinal) && (path.Length == root.Length || path[root.Length] == '/'));

    /// <summary>Returns why a path is invalid, without quoting it, or null.</summary>
    internal static string? FindError(string path)
    {
        if (path.Length == 0)
        {
            return "it is empty; the root is '/'";
        }

        if (path[0] != '/')
        {
            return "it must start with '/'";
        }

        if (path.Length == 1)
        {
            return null;
        }

        if (path[^1] == '/')
        {
            return "it must not end with '/'";
        }

        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] is <= '\u001f' or (>= '\u007f' and <= '\u009f') or (>= '\ud800' and <= '\uf8ff') or >= '\ufff0')
            {
                return $"the character U+{(int)path[i]:X4} at index {i} is not allowed";
            }
        }

        var start = 1;
        foreach (var range in path.AsSpan(1).Split('/'))
        {
            switch (path.AsSpan(1)[range])
            {
                case "":
                    return $"the component at index {start} is empty";
                case "." or "..":
                    return $"the component at index {start} is relative";
                case var component:
                    start += component.Length + 1;
                    break;
            }
        }

        return null;
    }

    /// <summary>Returns a path for a message. Not every server rejects names with control characters, which could write log lines of their own.</summary>
    internal static string Printable(string path) => !path.Any(IsUnprintable) ? path : string.Create(path.Length, path, static (span, text) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = IsUnprintable(text[i]) ? '?' : text[i];
        }
    });

    private static bool IsUnprintable(char c) => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029';
}
