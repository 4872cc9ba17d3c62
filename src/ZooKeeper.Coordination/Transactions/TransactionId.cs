using System.Diagnostics.CodeAnalysis;

namespace ZooKeeper.Coordination;

/// <summary>Identifies a transaction of <see cref="ZooKeeperTransactions"/>. As text, it has 65 characters: <c>0-9</c>, <c>a-f</c> and one <c>-</c>.</summary>
/// <remarks>An id is never used again, because a transaction without a record counts as aborted.</remarks>
/// <param name="Root">The identity of the znode below which the transaction is recorded. It tells transactions of other paths and ensembles apart.</param>
/// <param name="Number">The random number of the transaction.</param>
public readonly record struct TransactionId(Guid Root, Guid Number)
{
    private const char Separator = '-';
    private const string Format = "N";
    private const int GuidLength = 32;

    /// <summary>Reads an id from its text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="id">The id.</param>
    /// <returns>Whether the text is exactly what <see cref="ToString"/> returns for an id.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out TransactionId id)
    {
        id = default;
        if (text is not { Length: (2 * GuidLength) + 1 } || text[GuidLength] != Separator
            || !Guid.TryParseExact(text.AsSpan(0, GuidLength), Format, out var root) || !Guid.TryParseExact(text.AsSpan(GuidLength + 1), Format, out var number))
        {
            return false;
        }

        id = new TransactionId(root, number);
        return id.ToString() == text;
    }

    /// <summary>Reads an id from its text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not an id.</exception>
    public static TransactionId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not the id of a transaction.");

    /// <summary>Returns the text, which is also the name of the znode.</summary>
    public override string ToString() => $"{Root:N}{Separator}{Number:N}";
}
