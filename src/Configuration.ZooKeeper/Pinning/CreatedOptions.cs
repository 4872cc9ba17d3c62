namespace Configuration.ZooKeeper.Pinning;

/// <summary>
/// Records in an exception which options could not be created. The exception that a change listener receives from a monitor does not name them.
/// </summary>
internal static class CreatedOptions
{
    private const string Key = "Configuration.ZooKeeper.Options";

    /// <summary>Records the options. For use in an exception filter.</summary>
    /// <returns>False.</returns>
    public static bool Note(Exception exception, Type type, string? name)
    {
        try
        {
            exception.Data[Key] ??= ZooKeeperInvalidOptions.Describe(type.ToString(), name); // the innermost options are the cause
        }
        catch (Exception)
        {
            // The Data of an application's exception can be read-only.
        }

        return false;
    }

    /// <summary>Returns the type and the name of the options, or null.</summary>
    public static string? Of(Exception exception) => exception.Data?[Key] as string;
}
