namespace Configuration.ZooKeeper.Pinning;

/// <summary>Remembers in an exception which options could not be created: a change listener gets it from a monitor, whose options it does not name.</summary>
internal static class CreatedOptions
{
    private const string Key = "Configuration.ZooKeeper.Options";

    /// <summary>Notes the options, for the filter of a catch.</summary>
    /// <returns>False.</returns>
    public static bool Note(Exception exception, Type type, string? name)
    {
        try
        {
            exception.Data[Key] ??= ZooKeeperInvalidOptions.Describe(type.ToString(), name); // the inner ones know better
        }
        catch (Exception)
        {
            // An exception of the application can have data that takes nothing.
        }

        return false;
    }

    /// <summary>Returns the type and the name of the options, or null.</summary>
    public static string? Of(Exception exception) => exception.Data?[Key] as string;
}
