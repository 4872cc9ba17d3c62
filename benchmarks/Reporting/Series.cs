namespace Benchmarks.Reporting;

/// <summary>The results of one measurement, repeated.</summary>
internal sealed class Series
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public double Median => Percentile(50);

    public double Min => _values.Min();

    public double Max => _values.Max();

    public static Series Of(params IEnumerable<double> values)
    {
        var series = new Series();
        series._values.AddRange(values);
        return series;
    }

    public void Add(double value) => _values.Add(value);

    public double Percentile(int percent) => _values.Order().ElementAt(Math.Min(_values.Count * percent / 100, _values.Count - 1));

    /// <summary>The ratios within each run: noise that lasts longer than a run cancels out.</summary>
    public Series Over(Series other) => Of(_values.Zip(other._values, (value, otherValue) => value / otherValue));

    /// <summary>The differences within each run.</summary>
    public Series Minus(Series other) => Of(_values.Zip(other._values, (value, otherValue) => value - otherValue));
}
