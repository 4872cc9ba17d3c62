namespace WebApp.Live;

/// <summary>A reload of the configuration, as the page shows it.</summary>
/// <param name="Number">The number of the reload in this process, starting at 1.</param>
/// <param name="At">The time of the reload.</param>
/// <param name="Zxid">The zxid of the configuration.</param>
/// <param name="Keys">The first of the keys that changed.</param>
/// <param name="More">How many more keys changed.</param>
internal sealed record Reload(int Number, DateTimeOffset At, string Zxid, IReadOnlyList<string> Keys, int More);
