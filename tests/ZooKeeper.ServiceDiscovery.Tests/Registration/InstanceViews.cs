namespace ZooKeeper.ServiceDiscovery.Tests.Registration;

/// <summary>What a catalog has shown of a service with one instance.</summary>
/// <param name="Most">The most instances at once.</param>
/// <param name="Absences">How often there was none.</param>
/// <param name="LongestAbsence">How long there was none.</param>
internal sealed record InstanceViews(int Most, int Absences, TimeSpan LongestAbsence)
{
    /// <summary>Follows a service until the call is cancelled.</summary>
    public static async Task<InstanceViews> FollowAsync(ZooKeeperServiceCatalog catalog, string service, CancellationToken cancellationToken)
    {
        var views = new InstanceViews(0, 0, TimeSpan.Zero);
        long? absentSince = null;
        try
        {
            await foreach (var view in catalog.ObserveAsync(cancellationToken))
            {
                var count = view.Instances(service).Count;
                if (count == 0 && absentSince is null)
                {
                    absentSince = TimeProvider.System.GetTimestamp();
                    views = views with { Absences = views.Absences + 1 };
                }
                else if (count > 0 && absentSince is { } since)
                {
                    var absence = TimeProvider.System.GetElapsedTime(since);
                    views = views with { LongestAbsence = absence > views.LongestAbsence ? absence : views.LongestAbsence };
                    absentSince = null;
                }

                views = views with { Most = Math.Max(views.Most, count) };
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }

        return views;
    }

    public override string ToString() => $"at most {Most} instance, {Absences} absences seen, the longest for {LongestAbsence.TotalMilliseconds:F0} ms";
}
