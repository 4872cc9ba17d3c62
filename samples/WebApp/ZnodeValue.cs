using System.Text.Unicode;

namespace WebApp;

/// <summary>Reads a value from the body of a request.</summary>
internal static class ZnodeValue
{
    // The limit of a server for a whole request, including the path. So the client can still reject a value that just fits.
    private const int Limit = 1_048_575;

    /// <summary>Reads the value, or returns the error.</summary>
    public static async Task<(byte[] Value, IResult? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Limit)
        {
            return ([], TooLong);
        }

        var body = new byte[(request.ContentLength ?? Limit) + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > Limit)
        {
            return ([], TooLong);
        }

        // One value that is not text would reject the whole reload.
        return Utf8.IsValid(body.AsSpan(0, length))
            ? (body[..length], null)
            : ([], PlainText.Of(StatusCodes.Status400BadRequest, "The body is not UTF-8 text. Configuration values must be text."));
    }

    private static IResult TooLong => PlainText.Of(
        StatusCodes.Status413PayloadTooLarge,
        $"The body is too long. The value and the path of a znode can have at most about {Limit:N0} bytes (jute.maxbuffer).");
}
