namespace ConfigZk.Tool.Output;

/// <summary>How results are written.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs: one JSON document with the version of its schema.</summary>
    Json,

    /// <summary>The same document as YAML.</summary>
    Yaml,
}
