using Benchmarks.Peers;
using Benchmarks.Reporting;

namespace Benchmarks.Scenarios;

/// <summary>The load times of one tree by each side, in milliseconds.</summary>
internal sealed record LoadTimes(Series Ours, Series Floor, IReadOnlyList<PeerTimes> Peers);
