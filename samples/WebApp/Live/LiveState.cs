namespace WebApp.Live;

/// <summary>Represents everything that the page shows. Each event is complete, so a reconnecting page misses nothing.</summary>
/// <param name="Shop">The shop, or null if its options cannot be created.</param>
/// <param name="Source">The status of the configuration source, or null if there is none.</param>
/// <param name="Panel">The operator's panel, or null for visitors.</param>
internal sealed record LiveState(ShopFront? Shop, SourceView? Source, OperatorPanel? Panel);
