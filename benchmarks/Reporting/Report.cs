using System.Globalization;
using System.Text.Json;

namespace Benchmarks.Reporting;

/// <summary>Prints a table for people, and one line of JSON for programs.</summary>
internal sealed class Report(string scenario)
{
    private readonly List<(string Name, string Unit, Series? Series)> _rows = [];
    private readonly List<(string Name, double? Value)> _results = [];

    public void Add(string name, string unit, Series series) => _rows.Add((name, unit, series));

    public void Add(string name, string unit, double value) => Add(name, unit, Series.Of(value));

    /// <summary>What could not be measured, and why. Such results are null, not zero.</summary>
    public void Without(string name, string problem) => _rows.Add(($"{name}: {problem}", "", null));

    public void Result(string name, double? value) => _results.Add((name, value));

    public void Print(TextWriter output)
    {
        var width = _rows.Max(row => row.Series is null ? 0 : row.Name.Length) + 2;
        output.WriteLine(Line("", "median", "min", "max", ""));
        foreach (var (name, unit, series) in _rows)
        {
            output.WriteLine(series is null ? name : Line(name, Text(series.Median), Text(series.Min), Text(series.Max), unit));
        }

        output.WriteLine();
        output.WriteLine(Json());

        string Line(string name, string median, string min, string max, string unit) => $"{name.PadRight(width)}{median,14}{min,14}{max,14} {unit}".TrimEnd();
    }

    private static string Text(double value) => value.ToString(value < 100 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    private string Json()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("scenario", scenario);
            foreach (var (name, value) in _results)
            {
                if (value is { } number)
                {
                    json.WriteNumber(name, Math.Round(number, 4));
                }
                else
                {
                    json.WriteNull(name);
                }
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
