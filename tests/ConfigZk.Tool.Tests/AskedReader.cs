namespace ConfigZk.Tool.Tests;

/// <summary>A user who does something when asked, and then says yes, or writes a text.</summary>
internal sealed class AskedReader(Func<Task> doWhenAsked, string text = "y") : TextReader
{
    public override async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        await doWhenAsked();
        return "y";
    }

    public override async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        await doWhenAsked();
        return text;
    }
}
