namespace ConfigZk.Tool.Tests;

/// <summary>A user who does something when asked, and then says yes.</summary>
internal sealed class AskedReader(Func<Task> doWhenAsked) : TextReader
{
    public override async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        await doWhenAsked();
        return "y";
    }
}
