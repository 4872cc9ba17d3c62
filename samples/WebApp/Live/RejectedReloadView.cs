using Configuration.ZooKeeper;

namespace WebApp.Live;

/// <summary>A state of ZooKeeper that the shop has not taken over, as the operator's panel shows it.</summary>
/// <param name="Since">When the first state was held back for this reason.</param>
/// <param name="Zxid">The transaction that it is the state after.</param>
/// <param name="Reasons">What is wrong, in sentences.</param>
/// <param name="Paths">The first of the znodes by which it differs from the state in effect.</param>
internal sealed record RejectedReloadView(DateTimeOffset Since, string Zxid, IReadOnlyList<string> Reasons, IReadOnlyList<string> Paths)
{
    private const int MostPaths = 50;

    public static RejectedReloadView? Of(ZooKeeperRejectedReload? state) => state is null
        ? null
        : new RejectedReloadView(state.Since, $"0x{state.Zxid:x}", [.. Explain(state)], [.. state.ChangedPaths.Take(MostPaths)]);

    private static IEnumerable<string> Explain(ZooKeeperRejectedReload state) => state.InvalidOptions is []
        ? [state.Reason]
        : state.InvalidOptions.SelectMany(rejection => rejection.Failures).Select(InWords).Distinct();

    // Of a value that cannot be converted the source tells no more than that the binder failed, because its message quotes the value.
    private static string InWords(string failure) =>
        failure.StartsWith(typeof(InvalidOperationException).FullName!, StringComparison.Ordinal) ? ShopAnswer.Misfit : failure;
}
