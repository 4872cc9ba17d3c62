namespace ZooKeeper.Coordination.Tests.Hosting;

/// <summary>What a <see cref="DelegatingService"/> does.</summary>
internal sealed record Work(Func<Leadership, CancellationToken, Task> RunAsync);
