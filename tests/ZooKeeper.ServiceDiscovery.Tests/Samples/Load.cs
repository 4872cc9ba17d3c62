using System.Collections.Concurrent;
using System.Diagnostics;

namespace ZooKeeper.ServiceDiscovery.Tests.Samples;

/// <summary>Requests one after the other, with the time at which each began.</summary>
internal sealed class Load : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentQueue<(long Began, string? Answer)> _requests = new();
    private readonly Task _running;

    public Load(HttpClient http, Uri uri) => _running = RunAsync(http, uri);

    /// <summary>The requests that failed, with the time since a timestamp at which they began.</summary>
    public TimeSpan[] FailuresSince(long timestamp) =>
        [.. _requests.Where(request => request.Answer is null && request.Began >= timestamp).Select(request => Stopwatch.GetElapsedTime(timestamp, request.Began))];

    /// <summary>Who has answered requests that began since a timestamp.</summary>
    public string[] AnswersSince(long timestamp) =>
        [.. _requests.Where(request => request.Answer is not null && request.Began >= timestamp).Select(request => request.Answer!).Distinct().Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _running;
    }

    private async Task RunAsync(HttpClient http, Uri uri)
    {
        while (!_enough.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            using var response = await http.GetAsync(uri);
            _requests.Enqueue((began, response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : null));
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
