#!/usr/bin/env bash
# Breaks one rule after another, and checks that the test of each rule notices. For rules of the mirror, a chaos run must notice, too.
# The head of each patch in tests/mutations names the rule that it breaks, and what must notice it: a test, a chaos run, or both. A chaos run has its seconds, the
# kind of watches, or "coordination" for a run of locks and elections, and perhaps a word of the only faults.
#   ./mutate.sh                every patch
#   ./mutate.sh multi pzxid    patches whose name contains one of these words
#   ./mutate.sh --generated    instead, what dotnet stryker breaks in the types whose tests need no server; takes an hour, and writes reports to TestResults
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
export MSBUILDDISABLENODEREUSE=1 # no build node stays behind with this script's output open
export TEST_EFFORT=nightly        # tests draw many cases, so that a broken rule shows

seeds=(1 2 3) # faults hit at different moments, so a single run can miss a broken rule
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

head_of() { # a line of a patch's head
  sed -n "s/^$1: //p" "$2" | head -n 1
}

die() { # message, log
  tail -n 20 "$2" >&2
  echo "$1" >&2
  exit 1
}

build() { # project, what to say if it does not build
  (cd "$copy" && dotnet build "tests/$1" -c Release >"$copy/build.log" 2>&1) || die "$2" "$copy/build.log"
}

run_test() { # project, test
  (cd "$copy" && timeout 300 dotnet "tests/$1/bin/Release/net10.0/$1.dll" --filter "FullyQualifiedName~$2" --no-ansi --progress off >"$copy/test.log" 2>&1)
}

chaos_of() { # kind; the project that runs it
  if [[ $1 == coordination ]]; then echo ZooKeeper.Coordination.Chaos; else echo Configuration.ZooKeeper.Chaos; fi
}

run_chaos() { # seconds, kind, fault, seed; returns the run's exit code: 0 good, 1 a violation, else the run proves nothing
  local code=0 chaos options=()
  chaos=$(chaos_of "$2")
  [[ $2 == coordination ]] || options+=(--watches "$2")
  [[ -z $3 ]] || options+=(--fault "$3")
  timeout $(($1 + 300)) dotnet "$copy/tests/$chaos/bin/Release/net10.0/$chaos.dll" \
    --seconds "$1" "${options[@]}" --seed "$4" --log "$copy/chaos.jsonl" >"$copy/chaos.log" 2>&1 || code=$?
  return "$code"
}

declare -A passes
demand_test_passes() { # project, test; a test that fails anyway proves nothing
  [[ -z ${passes[$2]:-} ]] || return 0
  build "$1" "$1 does not build."
  if ! run_test "$1" "$2" || ! grep -q 'succeeded: *[1-9]' "$copy/test.log"; then
    die "$2 does not pass without a mutation." "$copy/test.log"
  fi
  passes[$2]=yes
}

demand_chaos_passes() { # seconds, kind, fault
  [[ -z ${passes[$2 $3]:-} ]] || return 0
  build "$(chaos_of "$2")" "The $2 chaos run does not build."
  run_chaos "$1" "$2" "$3" "${seeds[0]}" || die "The $2 chaos run fails without a mutation." "$copy/chaos.log"
  passes[$2 $3]=yes
}

noticed=0
unnoticed=0
tell() { # whether it was noticed, name, rule, by what
  if [[ $1 == yes ]]; then
    echo "noticed      $2: $3 ($4)"
    noticed=$((noticed + 1))
  else
    echo "NOT NOTICED  $2: $3 ($4)"
    unnoticed=$((unnoticed + 1))
  fi
}

mutate_test() { # name, rule, project, test
  build "$3" "$1: the mutated code does not build."
  if run_test "$3" "$4"; then
    tell no "$1" "$2" "$4 passes"
  elif grep -q 'failed: *[1-9]' "$copy/test.log"; then
    tell yes "$1" "$2" "$4"
  else
    die "$1: the test run ended without a result." "$copy/test.log"
  fi
}

mutate_chaos() { # name, rule, seconds, kind, fault
  build "$(chaos_of "$4")" "$1: the mutated code does not build."
  local seed code found
  for seed in "${seeds[@]}"; do
    code=0
    run_chaos "$3" "$4" "$5" "$seed" || code=$?
    case $code in
      0) ;;
      1)
        found=$(sed -n '/ violations$/{p;n;p;q}' "$copy/chaos.log" | tr '\n' ' ' | cut -c 1-200)
        tell yes "$1" "$2" "chaos with seed $seed: $found"
        return
        ;;
      *) die "$1: the chaos run ended with $code and proves nothing." "$copy/chaos.log" ;;
    esac
  done
  tell no "$1" "$2" "chaos runs with the seeds ${seeds[*]} pass"
}

copy_sources() {
  git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- --ignore-failed-read 2>/dev/null | tar --extract --directory "$copy"
}

if [[ ${1:-} == --generated ]]; then
  unset TEST_EFFORT
  export RunAnalyzers=false UseSharedCompilation=true # stryker compiles the whole project once for all mutants
  results=$PWD/TestResults/mutations
  copy_sources
  cd "$copy"
  dotnet tool restore
  code=0
  for configuration in tests/*/stryker-config.json; do
    project=$(basename "$(dirname "$configuration")")
    (cd "tests/$project" && dotnet stryker --output "$results/$project") || code=1
  done
  exit "$code"
fi

selected=()
for patch in tests/mutations/*.patch; do
  if [[ $# == 0 ]]; then
    selected+=("$patch")
  fi
  for part in "$@"; do
    [[ $(basename "$patch") != *"$part"* ]] || selected+=("$patch")
  done
done
[[ ${#selected[@]} -gt 0 ]] || { echo "No patch in tests/mutations is selected by: $*" >&2; exit 1; }

copy_sources
for patch in "${selected[@]}"; do
  name=$(basename "$patch" .patch)
  rule=$(head_of Rule "$patch")
  project=$(head_of Project "$patch")
  test=$(head_of Test "$patch")
  read -r seconds kind fault <<<"$(head_of Chaos "$patch")"

  [[ -z $test ]] || demand_test_passes "$project" "$test"
  [[ -z $seconds ]] || demand_chaos_passes "$seconds" "$kind" "$fault"
  git -C "$copy" apply --whitespace=nowarn "$PWD/$patch" || { echo "$name: the patch no longer applies. Regenerate it." >&2; exit 1; }
  [[ -z $test ]] || mutate_test "$name" "$rule" "$project" "$test"
  [[ -z $seconds ]] || mutate_chaos "$name" "$rule" "$seconds" "$kind" "$fault"
  git -C "$copy" apply --whitespace=nowarn --reverse "$PWD/$patch"
done

echo "$noticed mutations noticed, $unnoticed not noticed"
[[ $unnoticed == 0 ]]
