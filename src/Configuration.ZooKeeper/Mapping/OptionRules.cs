namespace Configuration.ZooKeeper.Mapping;

/// <summary>Takes the rules from the options of a source.</summary>
internal static class OptionRules
{
    public static KeyRules Of(ZooKeeperConfigurationOptions options) => new()
    {
        Section = options.Section,
        Documents = options.Documents,
        SelectDocument = options.SelectDocument,
        MapKey = options.MapKey,
        IgnoreFolderData = options.IgnoreFolderData,
        TrimLineEnd = options.TrimLineEnd,
        MaxInflatedLength = options.MaxInflatedLength,
        SecretKey = options.SecretKey,
        SecretRoot = options.SecretRoot,
    };
}
