namespace WebApp.Live;

/// <summary>The content of the page. Each event contains all of it, so that a page that reconnects misses nothing.</summary>
/// <param name="Shop">The shop, or null if its options cannot be created.</param>
/// <param name="Source">The status of the configuration source, or null if there is none.</param>
/// <param name="Panel">The operator's panel, or null for visitors.</param>
internal sealed record LiveState(ShopFront? Shop, SourceView? Source, OperatorPanel? Panel);
