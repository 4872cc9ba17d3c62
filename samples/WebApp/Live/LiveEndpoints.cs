namespace WebApp.Live;

/// <summary>Maps <c>GET /api/live</c>, which sends the content of the page as server-sent events.</summary>
internal static class LiveEndpoints
{
    public static void AddLivePage(this IServiceCollection services, ShopEnsemble ensemble)
    {
        services.AddSingleton(ensemble);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<LiveSignal>();
        services.AddSingleton<ReloadLog>();
        services.AddSingleton<SourceWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<SourceWatch>());
        services.AddSingleton<ZnodeTree>();
        services.AddSingleton(provider => new Lazy<ZnodeTree>(provider.GetRequiredService<ZnodeTree>));
        services.AddSingleton<LiveFeed>();
    }

    public static void MapLivePage(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/live", (HttpContext context, LiveFeed feed, ShopEnsemble ensemble, CancellationToken aborted) =>
        {
            // Only clients that can write znodes see them: they are the whole configuration of the application.
            var isOperator = ensemble.HasPanel && WriteProtection.WhyRefused(context) is null;
            return TypedResults.ServerSentEvents(feed.FollowAsync(isOperator, aborted));
        });
}
