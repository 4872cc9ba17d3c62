using Benchmarks.Peers;
using Benchmarks.Reporting;

namespace Benchmarks.Scenarios;

/// <summary>How long the load of one tree takes whom, in milliseconds.</summary>
internal sealed record LoadTimes(Series Ours, Series Floor, IReadOnlyList<PeerTimes> Peers);
