using System.Net.Http.Headers;
using System.Text;

namespace WebApp.Tests;

/// <summary>Requests that write znodes.</summary>
internal static class ShopRequests
{
    public static Task<ShopReply> PutAsync(this ShopProcess shop, string znode, string value) =>
        shop.PutAsync(znode, Encoding.UTF8.GetBytes(value));

    public static Task<ShopReply> PutAsync(this ShopProcess shop, string znode, byte[] value) =>
        shop.SendAsync(HttpMethod.Put, "/api/znodes/" + znode, value);

    public static Task<ShopReply> DeleteAsync(this ShopProcess shop, string znode) =>
        shop.SendAsync(HttpMethod.Delete, "/api/znodes/" + znode);

    /// <summary>Sends a request whose path goes out as it is given.</summary>
    public static async Task<ShopReply> SendAsync(
        this ShopProcess shop, HttpMethod method, string path, byte[]? body = null, Action<HttpRequestHeaders>? headers = null)
    {
        var asItIs = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(method, new Uri($"{shop.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)}{path}", asItIs));
        request.Content = body is null ? null : new ByteArrayContent(body);
        headers?.Invoke(request.Headers);
        using var reply = await shop.Http.SendAsync(request);
        return new ShopReply(reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }
}
