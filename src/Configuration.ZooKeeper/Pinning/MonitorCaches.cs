namespace Configuration.ZooKeeper.Pinning;

/// <summary>
/// The options that the monitors of one container have cached and that a change token can replace. After a publish they are removed together, so that no
/// listener finds options of a former configuration beside new ones.
/// </summary>
internal sealed class MonitorCaches
{
    private readonly Lock _gate = new();
    private readonly List<Action> _removals = [];

    /// <param name="removal">Removes the options of one type that have a change token.</param>
    public void Add(Action removal)
    {
        lock (_gate)
        {
            _removals.Add(removal);
        }
    }

    public void RemoveAll()
    {
        Action[] removals;
        lock (_gate)
        {
            removals = [.. _removals];
        }

        foreach (var removal in removals)
        {
            try
            {
                removal();
            }
            catch (Exception)
            {
                // A cache of the application. The change token of the options removes them again, and its errors are reported.
            }
        }
    }
}
