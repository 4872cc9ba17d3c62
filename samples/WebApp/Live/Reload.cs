namespace WebApp.Live;

/// <summary>A reload of the configuration, as the page shows it.</summary>
/// <param name="Number">Counts the reloads of this process, from 1.</param>
/// <param name="At">When.</param>
/// <param name="Zxid">The transaction that the configuration is as of.</param>
/// <param name="Keys">The first of the keys that changed.</param>
/// <param name="More">How many more keys changed.</param>
internal sealed record Reload(int Number, DateTimeOffset At, string Zxid, IReadOnlyList<string> Keys, int More);
