using System.Globalization;
using System.Text;

namespace Benchmarks.Reporting;

/// <summary>Draws lines over two logarithmic axes as SVG. Each line is labelled at its end, so that readers need not tell colours apart.</summary>
internal sealed class LineChart(string title, string xUnit, string yUnit)
{
    private const int Width = 900;
    private const int Height = 480;
    private const int Left = 100;
    private const int Right = 650;
    private const int Top = 60;
    private const int Bottom = 420;
    private const int LabelHeight = 18;

    // Dark enough on white for text; ours first and stronger.
    private static readonly string[] Colours = ["#0b5cad", "#555555", "#b34700", "#8a2a7d", "#2b7a3d"];

    private readonly List<(string Name, List<(double X, double Y)> Points)> _lines = [];

    public void Add(string line, double x, double y)
    {
        if (_lines.FindIndex(known => known.Name == line) is var index && index < 0)
        {
            index = _lines.Count;
            _lines.Add((line, []));
        }

        _lines[index].Points.Add((x, y));
    }

    public string ToSvg()
    {
        var points = _lines.SelectMany(line => line.Points).ToList();
        var (xs, ys) = (Decades(points.Select(point => point.X)), Decades(points.Select(point => point.Y)));
        var svg = new StringBuilder();
        Write(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="system-ui, sans-serif" font-size="13">""");
        Write(svg, $"""<title>{title}</title>""");
        Write(svg, $"""<rect width="{Width}" height="{Height}" fill="#ffffff"/>""");
        Write(svg, $"""<text x="{Left}" y="32" font-size="17" font-weight="600">{title}</text>""");
        foreach (var decade in Enumerable.Range(xs.First, xs.Last - xs.First + 1))
        {
            var x = X(Math.Pow(10, decade));
            Write(svg, $"""<line x1="{x}" y1="{Top}" x2="{x}" y2="{Bottom}" stroke="#dddddd"/>""");
            Write(svg, $"""<text x="{x}" y="{Bottom + 22}" text-anchor="middle">{Text(decade)}</text>""");
        }

        foreach (var decade in Enumerable.Range(ys.First, ys.Last - ys.First + 1))
        {
            var y = Y(Math.Pow(10, decade));
            Write(svg, $"""<line x1="{Left}" y1="{y}" x2="{Right}" y2="{y}" stroke="#dddddd"/>""");
            Write(svg, $"""<text x="{Left - 10}" y="{y + 4}" text-anchor="end">{Text(decade)} {yUnit}</text>""");
        }

        Write(svg, $"""<text x="{Right}" y="{Bottom + 44}" text-anchor="end">{xUnit}</text>""");
        var largest = points.Max(point => point.X);
        var lowestLabel = double.NegativeInfinity;
        foreach (var (name, line) in _lines.OrderByDescending(line => line.Points[^1].Y))
        {
            var index = _lines.FindIndex(known => known.Name == name);
            var colour = Colours[index % Colours.Length];
            var path = string.Join(' ', line.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X)},{Y(point.Y)}")));
            Write(svg, $"""<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{(index == 0 ? 3 : 1.5)}"/>""");
            foreach (var (x, y) in line)
            {
                Write(svg, $"""<circle cx="{X(x)}" cy="{Y(y)}" r="{(index == 0 ? 4 : 3)}" fill="{colour}"/>""");
            }

            lowestLabel = Math.Max(lowestLabel + LabelHeight, Y(line[^1].Y) + 4); // keeps labels apart
            var label = line[^1].X < largest ? string.Create(CultureInfo.InvariantCulture, $"{name}, to {line[^1].X:#,0}") : name;
            Write(svg, $"""<text x="{Right + 14}" y="{lowestLabel}" fill="{colour}" font-weight="{(index == 0 ? 700 : 400)}">{label}</text>""");
        }

        Write(svg, $"</svg>");
        return svg.ToString();

        double X(double value) => Math.Round(Left + ((Right - Left) * (Math.Log10(value) - xs.First) / Math.Max(1, xs.Last - xs.First)), 1);

        double Y(double value) => Math.Round(Bottom - ((Bottom - Top) * (Math.Log10(value) - ys.First) / Math.Max(1, ys.Last - ys.First)), 1);
    }

    private static (int First, int Last) Decades(IEnumerable<double> values)
    {
        var logarithms = values.Select(Math.Log10).ToList();
        return ((int)Math.Floor(logarithms.Min()), (int)Math.Ceiling(logarithms.Max()));
    }

    private static string Text(int decade) => Math.Pow(10, decade).ToString(decade < 0 ? "0.###" : "#,0", CultureInfo.InvariantCulture);

    private static void Write(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
