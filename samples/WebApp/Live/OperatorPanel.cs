namespace WebApp.Live;

/// <summary>Represents what only the operator sees.</summary>
/// <param name="Root">The shop's path.</param>
/// <param name="TakesWrites">Whether znodes can be written.</param>
/// <param name="RejectedReload">The rejected reload, if there is one.</param>
/// <param name="Znodes">The first znodes below the path, parents first.</param>
/// <param name="HasMoreZnodes">Whether there are more of them.</param>
/// <param name="Reloads">The last reloads; the newest comes last.</param>
internal sealed record OperatorPanel(
    string Root, bool TakesWrites, RejectedReloadView? RejectedReload, IReadOnlyList<ZnodeView> Znodes, bool HasMoreZnodes, IReadOnlyList<Reload> Reloads);
