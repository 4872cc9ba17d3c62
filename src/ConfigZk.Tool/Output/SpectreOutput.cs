using Spectre.Console.Rendering;
using Spectre.Console;

namespace ConfigZk.Tool.Output;

/// <summary>Writes tables and trees of Spectre.Console to the tool's console.</summary>
internal static class SpectreOutput
{
    private const int PipeWidth = 10_000;

    public static void Write(ToolConsole console, TextWriter writer, IRenderable renderable)
    {
        var output = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = console.HasColour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = console.HasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        output.Profile.Width = Math.Min(console.Width, PipeWidth);
        output.Profile.Capabilities.Unicode = true;
        var text = new StringWriter();
        foreach (var segment in renderable.GetSegments(output))
        {
            text.Write(console.HasColour && segment.Style.Decoration.HasFlag(Decoration.Dim) ? console.Paint(segment.Text, Colour.Faint) : segment.Text);
        }

        foreach (var line in text.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            writer.WriteLine(line.TrimEnd()); // tables are padded to their width
        }
    }

    /// <summary>Creates a table without lines.</summary>
    /// <param name="columns">The names of the columns, and whether their text may take several lines in a narrow terminal.</param>
    public static Table Table(params ReadOnlySpan<(string Name, bool IsWrapped)> columns)
    {
        var table = new Table().Border(TableBorder.None).HideFooters();
        foreach (var (name, isWrapped) in columns)
        {
            table.AddColumn(new TableColumn(new Text(name, new Style(decoration: Decoration.Dim))) { NoWrap = !isWrapped }.Padding(0, 0, 2, 0));
        }

        return table;
    }
}
