namespace Configuration.ZooKeeper.Mapping;

/// <summary>Decides which znodes are documents, and by which parser: by the application's delegate, or else by the ending of the name.</summary>
internal sealed class DocumentEndings(KeyRules rules)
{
    private readonly string[] _endings = [.. rules.Documents.Keys];

    /// <param name="path">The full path of a znode.</param>
    /// <param name="below">Its path below the layer. It is empty for the layer's own znode.</param>
    /// <returns>A key of the options' documents, or null if the znode is not a document.</returns>
    /// <exception cref="MalformedValueException">The delegate threw, or returned an ending without a parser.</exception>
    public string? Of(string path, ReadOnlySpan<char> below)
    {
        if (rules.SelectDocument is not { } select || Select(select, below.ToString(), path) is not { } selected)
        {
            return ByName(path.AsSpan(path.LastIndexOf('/') + 1));
        }

        if (selected.Length == 0)
        {
            return null;
        }

        return rules.Documents.ContainsKey(selected)
            ? selected
            : throw new MalformedValueException(
                path, $"has no parser: {nameof(KeyRules.SelectDocument)} returned an ending that {nameof(KeyRules.Documents)} does not contain");
    }

    private static string? Select(Func<string, string?> select, string below, string path)
    {
        try
        {
            return select(below);
        }
        catch (Exception e)
        {
            throw new MalformedValueException(path, $"has no parser: {nameof(KeyRules.SelectDocument)} threw {e.GetType()}");
        }
    }

    // The longest ending wins. A name that is only an ending is not a document.
    private string? ByName(ReadOnlySpan<char> name)
    {
        string? longest = null;
        foreach (var ending in _endings)
        {
            if (name.Length > ending.Length && ending.Length > (longest?.Length ?? 0) && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                longest = ending;
            }
        }

        return longest;
    }
}
