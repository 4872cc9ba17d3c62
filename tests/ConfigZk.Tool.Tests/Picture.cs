using System.Globalization;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace ConfigZk.Tool.Tests;

/// <summary>Draws the output of a command as a terminal shows it. <c>UPDATE_DOCUMENTS=yes</c> writes the pictures of the documents again.</summary>
internal static partial class Picture
{
    private const int Margin = 16;
    private const int LineHeight = 20;
    private const double CharacterWidth = 8.4;
    private const int Columns = 80;

    public static void Check(string name, string command, string output)
    {
        var file = Path.Combine(Repository.Root, "docs", "images", $"configzk-{name}.svg");
        var drawn = Draw($"$ {command}\n{output.TrimEnd('\n')}");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCUMENTS") is "yes")
        {
            File.WriteAllText(file, drawn);
        }

        Assert.AreEqual(drawn, File.ReadAllText(file), $"{file}: UPDATE_DOCUMENTS=yes draws it again.");
    }

    private static string Draw(string output)
    {
        var lines = output.Split('\n');
        var (width, height) = ((Columns * CharacterWidth) + (2 * Margin), (lines.Length * LineHeight) + (2 * Margin));
        var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $$"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{{width}}" height="{{height}}" viewBox="0 0 {{width}} {{height}}">
            <style>
            text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre; fill: #d4d4d4 }
            .c2 { fill: #8a8f98 } .c31 { fill: #ff7b72 } .c32 { fill: #7ee787 } .c33 { fill: #e3b341 }
            </style>
            <rect width="100%" height="100%" rx="8" fill="#16191f"/>

            """));
        foreach (var (index, line) in lines.Index())
        {
            var y = Margin + (LineHeight * index) + 15;
            var (column, code) = (0, "");
            foreach (Match part in Part().Matches(line))
            {
                if (part.Groups["code"] is { Success: true, Value: var next })
                {
                    code = next;
                    continue;
                }

                var text = part.Value;
                svg.Append(string.Create(
                    CultureInfo.InvariantCulture,
                    $"<text x=\"{Margin + (column * CharacterWidth):0.#}\" y=\"{y}\" textLength=\"{text.Length * CharacterWidth:0.#}\"{ClassOf(code)}>{SecurityElement.Escape(text)}</text>\n"));
                column += text.Length;
            }
        }

        return svg.Append("</svg>\n").ToString().ReplaceLineEndings("\n");
    }

    private static string ClassOf(string code) => code is "" or "0" ? "" : $" class=\"c{code}\"";

    // The code of a colour, or a text.
    [GeneratedRegex("\u001b\\[(?<code>[0-9]+)m|[^\u001b]+")]
    private static partial Regex Part();
}
