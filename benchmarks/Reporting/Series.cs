namespace Benchmarks.Reporting;

/// <summary>The same measured several times.</summary>
internal sealed class Series
{
    private readonly List<double> _values = [];

    public double Median => _values.Order().ElementAt(_values.Count / 2);

    public double Min => _values.Min();

    public double Max => _values.Max();

    public void Add(double value) => _values.Add(value);

    /// <summary>The ratios of what was measured in the same runs: noise that lasts longer than a run cancels out.</summary>
    public Series Over(Series other)
    {
        var ratios = new Series();
        foreach (var (value, otherValue) in _values.Zip(other._values))
        {
            ratios.Add(value / otherValue);
        }

        return ratios;
    }
}
