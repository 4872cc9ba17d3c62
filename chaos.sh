#!/usr/bin/env bash
# Runs providers and writers on an ensemble of three servers, injects random faults, and checks the log: no provider may ever show a wrong state.
#   ./chaos.sh --minutes 10 --seed 42    The same seed draws the same faults. If a check fails, the exit code is not zero and the log's path is printed.
#   ./chaos.sh --seconds 60 --fault wipe         Draws only faults whose name contains this word.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
export MSBUILDDISABLENODEREUSE=1 # no build node stays behind with this script's output open

project=tests/Configuration.ZooKeeper.Chaos
dotnet build "$project" -c Release -v q
exec dotnet "$project/bin/Release/net10.0/Configuration.ZooKeeper.Chaos.dll" "$@"
