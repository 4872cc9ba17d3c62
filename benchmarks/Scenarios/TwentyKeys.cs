namespace Benchmarks.Scenarios;

/// <summary>An options class of twenty properties.</summary>
internal sealed class TwentyKeys
{
    public string Key0 { get; set; } = "";

    public string Key1 { get; set; } = "";

    public string Key2 { get; set; } = "";

    public string Key3 { get; set; } = "";

    public string Key4 { get; set; } = "";

    public string Key5 { get; set; } = "";

    public string Key6 { get; set; } = "";

    public string Key7 { get; set; } = "";

    public string Key8 { get; set; } = "";

    public string Key9 { get; set; } = "";

    public string Key10 { get; set; } = "";

    public string Key11 { get; set; } = "";

    public string Key12 { get; set; } = "";

    public string Key13 { get; set; } = "";

    public string Key14 { get; set; } = "";

    public string Key15 { get; set; } = "";

    public string Key16 { get; set; } = "";

    public string Key17 { get; set; } = "";

    public string Key18 { get; set; } = "";

    public string Key19 { get; set; } = "";
}
