using Configuration.ZooKeeper;

namespace WebApp.Live;

/// <summary>A rejected change, as the operator's panel shows it.</summary>
/// <param name="Since">The time of the first rejection for this reason.</param>
/// <param name="Zxid">The zxid of the rejected tree.</param>
/// <param name="Reasons">The reasons, in sentences.</param>
/// <param name="Paths">The first of the znodes that differ from the configuration in effect.</param>
internal sealed record RejectedReloadView(DateTimeOffset Since, string Zxid, IReadOnlyList<string> Reasons, IReadOnlyList<string> Paths)
{
    private const int MostPaths = 50;

    public static RejectedReloadView? Of(ZooKeeperRejectedReload? state) => state is null
        ? null
        : new RejectedReloadView(state.Since, $"0x{state.Zxid:x}", [.. Explain(state)], [.. state.ChangedPaths.Take(MostPaths)]);

    private static IEnumerable<string> Explain(ZooKeeperRejectedReload state) => state.InvalidOptions is []
        ? [state.Reason]
        : state.InvalidOptions.SelectMany(rejection => rejection.Failures).Select(InWords).Distinct();

    // For a value that cannot be converted, the source reports only that the binder failed, because the binder's message quotes the value.
    private static string InWords(string failure) =>
        failure.StartsWith(typeof(InvalidOperationException).FullName!, StringComparison.Ordinal) ? ShopAnswer.Misfit : failure;
}
