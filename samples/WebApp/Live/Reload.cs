namespace WebApp.Live;

/// <summary>Represents a reload on the page.</summary>
/// <param name="Number">Counts the reloads of this process, from 1.</param>
/// <param name="At">When the reload happened.</param>
/// <param name="Zxid">The zxid of the configuration.</param>
/// <param name="Keys">The first of the keys that changed.</param>
/// <param name="More">How many more keys changed.</param>
internal sealed record Reload(int Number, DateTimeOffset At, string Zxid, IReadOnlyList<string> Keys, int More);
