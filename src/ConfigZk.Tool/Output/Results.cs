using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json;
using ConfigZk.Tool.Errors;

namespace ConfigZk.Tool.Output;

/// <summary>Writes the result of a command in the format that the user chose.</summary>
internal sealed class Results(ToolConsole console, OutputFormat format)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 1000, // a level of a tree is two in JSON
    };

    private bool _isFirst = true;

    public bool IsForPeople => format == OutputFormat.Table;

    /// <summary>Writes a result: the lines for people, or the document for programs.</summary>
    /// <param name="schema">The name of the document's schema. Its version rises when a property changes its meaning or goes away.</param>
    /// <param name="document">Makes the document.</param>
    /// <param name="writeTable">Writes the lines.</param>
    public void Write(string schema, Func<JsonObject> document, Action<TextWriter> writeTable)
    {
        if (IsForPeople)
        {
            writeTable(console.Out);
            return;
        }

        var whole = new JsonObject { ["schema"] = $"configzk/{schema}/1" };
        foreach (var (name, value) in document().ToArray())
        {
            whole[name] = value?.DeepClone();
        }

        if (format == OutputFormat.Yaml && !_isFirst)
        {
            console.Out.WriteLine("---"); // ends the document before
        }

        _isFirst = false;
        console.Out.WriteLine(format == OutputFormat.Json ? whole.ToJsonString(Json) : YamlText.Of(whole));
    }

    /// <summary>Reports what a command without a result has done: as lines for people, or as a document for programs.</summary>
    public void Report(string schema, Func<JsonObject> document, params IReadOnlyList<string> lines) => Write(schema, document, _ =>
    {
        foreach (var line in lines)
        {
            Tell(line);
        }
    });

    /// <summary>Writes a line that is not part of the result, such as a warning, to the standard error.</summary>
    public void Tell(string line) => WriteError(Escape(line));

    public void WriteFailure(Failure failure)
    {
        if (IsForPeople)
        {
            WriteError($"configzk: {Escape(failure.Message)}");
            if (failure.Hint is not null)
            {
                WriteError($"  {failure.Hint}");
            }

            return;
        }

        var error = new JsonObject { ["code"] = failure.Code, ["message"] = failure.Message, ["path"] = failure.Path, ["hint"] = failure.Hint };
        WriteError(error.ToJsonString(Json));
    }

    private void WriteError(string line)
    {
        try
        {
            console.Error.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The exit code still says it.
        }
    }

    // Paths, and who is said to import, come from others.
    private static string Escape(string lines) => string.Join('\n', lines.Split('\n').Select(ValueView.Escape));
}
