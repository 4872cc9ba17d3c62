namespace WebApp.Live;

/// <summary>The part of the page that only the operator sees.</summary>
/// <param name="Root">The shop's path.</param>
/// <param name="TakesWrites">Whether znodes can be written.</param>
/// <param name="RejectedReload">The newest change if it was rejected, or null.</param>
/// <param name="Znodes">The first of the znodes below the path, parents before children.</param>
/// <param name="HasMoreZnodes">Whether there are more znodes.</param>
/// <param name="Reloads">The last reloads, the newest last.</param>
internal sealed record OperatorPanel(
    string Root, bool TakesWrites, RejectedReloadView? RejectedReload, IReadOnlyList<ZnodeView> Znodes, bool HasMoreZnodes, IReadOnlyList<Reload> Reloads);
