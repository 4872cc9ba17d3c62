using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using WebApp.Minimal;

namespace WebApp.Tests.Factory;

/// <summary>Runs the minimal application inside this process, as tests of applications do.</summary>
internal sealed class MinimalAppFactory(params (string Key, string Value)[] settings) : WebApplicationFactory<MinimalApp>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseContentRoot(AppContext.BaseDirectory);
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }
    }
}
