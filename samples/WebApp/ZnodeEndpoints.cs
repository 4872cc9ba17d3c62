using WebApp.Live;
using ZooKeeper.Client;

namespace WebApp;

/// <summary>
/// Maps the endpoints that write znodes below the path of the shop. <c>PUT /api/znodes/{path}</c> writes its body as the value of a znode, with
/// <c>?version=</c> only if the znode has that version. <c>DELETE</c> deletes a znode and its descendants. <c>POST /api/multi</c> makes several changes in one
/// transaction.
/// </summary>
internal static class ZnodeEndpoints
{
    /// <summary>Adds the client of the endpoints. It connects when it is first used, and lives as long as the application.</summary>
    public static void AddZnodes(this IServiceCollection services, ShopEnsemble ensemble)
    {
        services.AddSingleton(provider => ZooKeeperClient.Start(new ZooKeeperClientOptions
        {
            ConnectionString = ensemble.ConnectionString,
            LoggerFactory = provider.GetRequiredService<ILoggerFactory>(),
        }));
        services.AddSingleton<ZnodeWriter>();
        services.AddSingleton<ZnodeChange>();
    }

    public static void MapZnodes(this IEndpointRouteBuilder app, string root)
    {
        var znodes = app.MapGroup("/api").AddEndpointFilter<WriteProtection>();
        znodes.MapPut("/znodes/{**path}", async (string? path, int? version, HttpRequest request, ZnodeWriter writer, ZnodeChange change, CancellationToken aborted) =>
        {
            if (!ZnodeAddress.TryFind(root, path, out var znode, out var error))
            {
                return PlainText.Of(StatusCodes.Status400BadRequest, error);
            }

            var (value, refusal) = await ZnodeValue.ReadAsync(request, aborted);
            if (refusal is null && SecretKeys.IsMask(value))
            {
                refusal = PlainText.Of(StatusCodes.Status400BadRequest, SecretKeys.MaskRefusal);
            }

            return refusal ?? await change.MakeAsync(patience => writer.ApplyAsync([new ZnodeEdit(znode, value, version ?? -1)], patience), aborted);
        });
        znodes.MapDelete("/znodes/{**path}", async (string? path, int? version, ZnodeWriter writer, ZnodeChange change, CancellationToken aborted) =>
            ZnodeAddress.TryFind(root, path, out var znode, out var error)
                ? await change.MakeAsync(patience => writer.ApplyAsync([new ZnodeEdit(znode, Value: null, version ?? -1)], patience), aborted)
                : PlainText.Of(StatusCodes.Status400BadRequest, error));
        znodes.MapPost("/multi", async (HttpRequest request, ZnodeWriter writer, ZnodeChange change, CancellationToken aborted) =>
        {
            var (edits, refusal) = await ZnodeBatch.ReadAsync(request, root, aborted);
            return refusal ?? await change.MakeAsync(patience => writer.ApplyAsync(edits, patience), aborted);
        });
    }
}
