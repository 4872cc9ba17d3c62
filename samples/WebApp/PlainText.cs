using System.Text;

namespace WebApp;

/// <summary>Creates one-line responses, for users at a terminal.</summary>
internal static class PlainText
{
    public static IResult Of(int status, string line) => Results.Text($"{line}\n", "text/plain", Encoding.UTF8, status);
}
