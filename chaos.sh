#!/usr/bin/env bash
# Runs providers and writers on an ensemble of three while faults are drawn at random, and checks from a log that no provider ever showed what it must not.
# ./chaos.sh --minutes 10 --seed 42   The same seed draws the same faults. Ends non-zero, with the log's path, if a check fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
export MSBUILDDISABLENODEREUSE=1 # leave nothing running that holds the caller's output open

project=tests/Configuration.ZooKeeper.Chaos
dotnet build "$project" -c Release -v q
exec dotnet "$project/bin/Release/net10.0/Configuration.ZooKeeper.Chaos.dll" "$@"
