using System.Text;

namespace ConfigZk.Tool.Output;

/// <summary>Reads secrets that somebody types. The terminal does not show them.</summary>
/// <param name="hide">Stops the terminal from showing what is typed. Until then, it shows also what is typed before it is read.</param>
/// <param name="readKey">Waits for a key.</param>
internal sealed class Keyboard(Action hide, Func<ConsoleKeyInfo> readKey)
{
    private const char CtrlD = '\u0004';
    private const char CtrlZ = '\u001a';

    public static Keyboard OfProcess() => new(
        () => _ = Console.KeyAvailable, // from then on, .NET shows keys itself, and only if it is asked to
        () => Console.ReadKey(intercept: true));

    public void Hide() => hide();

    /// <summary>Reads up to Enter, or up to the key that ends the input.</summary>
    public string Read(bool isLine)
    {
        var text = new StringBuilder();
        while (true)
        {
            switch (readKey())
            {
                case { KeyChar: CtrlD or CtrlZ }:
                case { Key: ConsoleKey.Enter } when isLine:
                    return text.ToString();
                case { Key: ConsoleKey.Enter }:
                    text.Append('\n');
                    break;
                case { Key: ConsoleKey.Backspace }:
                    text.Length -= Math.Min(LastLength(text), text.Length);
                    break;
                case { KeyChar: var c } when !char.IsControl(c) || c == '\t':
                    text.Append(c);
                    break;
            }
        }
    }

    // Some characters are two, as .NET counts.
    private static int LastLength(StringBuilder text) => text.Length > 1 && char.IsLowSurrogate(text[^1]) ? 2 : 1;
}
