namespace Configuration.ZooKeeper.Revisions;

/// <summary>Specifies how znodes are written in a file.</summary>
public enum StateFormat
{
    /// <summary>A JSON object whose properties are znodes. A section's own data is the property with the empty name.</summary>
    Json,

    /// <summary>The same in YAML. Binary data has the tag <c>!!binary</c>.</summary>
    Yaml,

    /// <summary>Java properties: <c>Db/Timeout=30</c>. Null data cannot be written.</summary>
    Properties,

    /// <summary>
    /// Environment variables: <c>Db__Timeout=30</c>. Cannot contain null data, or names with other characters than letters, digits and single underscores.
    /// </summary>
    Env,

    /// <summary>A JSON object of all znodes by their path, exactly: null, empty and binary data, which is base64.</summary>
    Znodes,

    /// <summary>A folder with a file for each znode, exactly. Names are percent-encoded where file systems need it.</summary>
    Folder,
}
