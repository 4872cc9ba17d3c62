namespace ConfigZk.Tool.Output;

/// <summary>The colours of the output, by their ANSI codes.</summary>
internal enum Colour
{
    Faint = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
}
