using Configuration.ZooKeeper;
using Microsoft.Extensions.Options;

namespace WebApp.Live;

/// <summary>
/// Watches the source for the page. <see cref="IOptionsMonitor{TOptions}"/> reports reloads as they happen. The status has no event, so it is read
/// periodically.
/// </summary>
internal sealed class SourceWatch(
    ZooKeeperConfigurationStatus status, IOptionsMonitor<ShopOptions> shop, ReloadLog reloads, LiveSignal signal, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private (SourceView? Source, RejectedReloadView? RejectedReload) _current;

    /// <summary>Gets the status of the source, or null if there is none, as with <c>ConfigurationZooKeeper:Enabled=false</c>.</summary>
    public SourceView? Source => _current.Source;

    public RejectedReloadView? RejectedReload => _current.RejectedReload;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = shop.OnChange(_ => NoteReload());
        NoteReload(); // the first load
        using var timer = new PeriodicTimer(PollInterval, time);
        do
        {
            Look();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void NoteReload()
    {
        if (status.Sources is [var source, ..])
        {
            reloads.Note(source);
        }

        // Always: only now do the options come from this reload. A page that was sent in between shows older ones.
        signal.Raise();
    }

    private void Look()
    {
        if (status.Sources is not [var source, ..])
        {
            return;
        }

        var isSame = source.RejectedReload is { } reload && reload.Since == RejectedReload?.Since && RejectedReload.Zxid == $"0x{reload.Zxid:x}";
        var rejected = isSame ? RejectedReload : RejectedReloadView.Of(source.RejectedReload);
        var seen = (SourceView.Of(source, time.GetUtcNow(), Source), rejected);
        if (seen != _current)
        {
            _current = seen;
            signal.Raise();
        }
    }
}
