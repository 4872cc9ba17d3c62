using System.Buffers;

namespace ZooKeeper.Coordination.Transactions;

/// <summary>
/// Validates the names of participants. A name becomes part of the names of znodes, and of the identifiers that databases store. PostgreSQL permits 200 bytes for an
/// identifier, and the id of a transaction takes 65 of them.
/// </summary>
internal static class ParticipantName
{
    /// <summary>One ZooKeeper transaction checks the votes of all participants, and one deletes a record with all of its children.</summary>
    public const int MaxCount = 100;

    private const int MaxLength = 100;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._");

    public static string[] Validate(IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (all.Length is 0 or > MaxCount)
        {
            throw new ArgumentException($"A transaction has 1 to {MaxCount} participants, not {all.Length}. Split it, or let one participant write to several places.", nameof(names));
        }

        foreach (var name in all)
        {
            Validate(name);
        }

        return all.Distinct(StringComparer.Ordinal).Count() == all.Length ? all : throw new ArgumentException(
            $"Two participants have the same name: {string.Join(", ", all)}. Give each a name of its own.", nameof(names));
    }

    public static void Validate(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > MaxLength || name.AsSpan().ContainsAnyExcept(Allowed))
        {
            throw new ArgumentException(
                $"'{name}' is not a valid name of a participant. Use 1 to {MaxLength} of these characters: letters from A to Z, digits, dots, hyphens and underscores.", nameof(name));
        }
    }
}
