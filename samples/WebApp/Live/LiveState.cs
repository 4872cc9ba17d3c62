namespace WebApp.Live;

/// <summary>All that the page shows. Each event has all of it, so that whoever comes back has missed nothing.</summary>
/// <param name="Shop">The shop, or null if its options cannot be created.</param>
/// <param name="Source">How the configuration's source is doing, or null if there is none.</param>
/// <param name="Panel">The operator's panel, or null for visitors.</param>
internal sealed record LiveState(ShopFront? Shop, SourceView? Source, OperatorPanel? Panel);
