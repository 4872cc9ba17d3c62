using System.Text.Unicode;

namespace WebApp;

/// <summary>The value that the body of a request is.</summary>
internal static class ZnodeValue
{
    // A server takes requests up to this length, and the znode's path is part of one: what just fits in here, the client may still find too long.
    private const int Limit = 1_048_575;

    /// <summary>Reads the value, or says why it cannot be one.</summary>
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

        // One value that is not text would hold back the whole configuration.
        return Utf8.IsValid(body.AsSpan(0, length))
            ? (body[..length], null)
            : ([], PlainText.Of(StatusCodes.Status400BadRequest, "The body is not UTF-8 text, as the values of a configuration are."));
    }

    private static IResult TooLong => PlainText.Of(
        StatusCodes.Status413PayloadTooLarge,
        $"The body is too long: the value of a znode, its path and a few bytes more have {Limit:N0} bytes at the most (jute.maxbuffer).");
}
