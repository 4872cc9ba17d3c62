#!/usr/bin/env bash
# Runs clients on an ensemble of three servers, injects random faults, and checks what the clients saw.
#   ./chaos.sh --minutes 10 --seed 42                   Providers and writers: no provider may ever show a wrong state.
#   ./chaos.sh --seconds 60 --fault wipe               Only faults whose name contains this word.
#   ./chaos.sh --coordination --minutes 10 --seed 42    Locks, elections, barriers, counters, groups and queues: each keeps its promises.
# The same seed draws the same faults. If a check fails, the exit code is not zero and the log's path is printed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
export MSBUILDDISABLENODEREUSE=1 # no build node stays behind with this script's output open

name=Configuration.ZooKeeper.Chaos
if [[ ${1:-} == --coordination ]]; then
  name=ZooKeeper.Coordination.Chaos
  shift
fi

dotnet build "tests/$name" -c Release -v q
exec dotnet "tests/$name/bin/Release/net10.0/$name.dll" "$@"
