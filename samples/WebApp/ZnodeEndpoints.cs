using ZooKeeper.Client;

namespace WebApp;

/// <summary>
/// <c>PUT /api/znodes/{path}</c> makes its body the value of a znode below the shop's path; <c>DELETE</c> removes a znode and what is below it.
/// </summary>
internal static class ZnodeEndpoints
{
    /// <summary>Adds what the endpoints need: a client for as long as the application lives, which connects when it is first used.</summary>
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
        var znodes = app.MapGroup("/api/znodes").AddEndpointFilter<WriteProtection>();
        znodes.MapPut("/{**path}", async (string? path, HttpRequest request, ZnodeWriter writer, ZnodeChange change, CancellationToken aborted) =>
        {
            if (!ZnodeAddress.TryFind(root, path, out var znode, out var error))
            {
                return PlainText.Of(StatusCodes.Status400BadRequest, error);
            }

            var (value, refusal) = await ZnodeValue.ReadAsync(request, aborted);
            return refusal ?? await change.MakeAsync(patience => writer.WriteAsync(znode, value, patience), aborted);
        });
        znodes.MapDelete("/{**path}", async (string? path, ZnodeWriter writer, ZnodeChange change, CancellationToken aborted) =>
            ZnodeAddress.TryFind(root, path, out var znode, out var error)
                ? await change.MakeAsync(patience => writer.DeleteAsync(znode, patience), aborted)
                : PlainText.Of(StatusCodes.Status400BadRequest, error));
    }
}
