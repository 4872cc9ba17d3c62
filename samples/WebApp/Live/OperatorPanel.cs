namespace WebApp.Live;

/// <summary>What only the operator sees.</summary>
/// <param name="Root">The shop's path.</param>
/// <param name="TakesWrites">Whether znodes can be written.</param>
/// <param name="RejectedReload">The newest state, if it is not in effect.</param>
/// <param name="Znodes">The first of the znodes below the path, each before those below it.</param>
/// <param name="HasMoreZnodes">Whether there are more of them.</param>
/// <param name="Reloads">The last reloads; the newest comes last.</param>
internal sealed record OperatorPanel(
    string Root, bool TakesWrites, RejectedReloadView? RejectedReload, IReadOnlyList<ZnodeView> Znodes, bool HasMoreZnodes, IReadOnlyList<Reload> Reloads);
