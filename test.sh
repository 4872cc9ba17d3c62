#!/usr/bin/env bash
# Builds the solution and runs its tests. The last lines are a table of the projects, the failed tests, and the number of passed and failed tests.
#   ./test.sh                        every test but the nightly ones
#   ./test.sh --only Client          only the projects whose name contains this word; can be repeated
#   ./test.sh --nightly              every test, then each test that took two seconds twenty times, unless it builds a project
#   ./test.sh --filter Name~Lock     other arguments go to the programs of the tests; their filter then replaces the selection above
# Results, logs and times are in TestResults.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# No process here lives long enough to win back what profiling costs, and each maps less memory when code pages may be written.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0
export MSBUILDDISABLENODEREUSE=1 # no build node stays behind with this script's output open

rounds=20           # how often --nightly repeats a slow test
overlapping=5       # how many rounds run as one group
slow=2              # the seconds from which a test is slow
nightly_minutes=240 # no group of rounds starts later, and rounds that are missing count as a failure
nightly=no
only=()
arguments=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --nightly) nightly=yes; export TEST_EFFORT=nightly ;; # see tests/ZooKeeper.Testing/Effort.cs
    --only) only+=("${2:?"--only needs a part of a project's name"}"); shift ;;
    *) arguments+=("$1") ;;
  esac
  shift
done

passed=0
failed=0
results=$PWD/TestResults
rm -rf "$results"
mkdir -p "$results"

# At the very end, so that a log that was cut off at its beginning still has them.
report() {
  kill $(jobs -p) 2>/dev/null || true
  [[ ! -f $results/table ]] || { echo; cat "$results/table"; }
  [[ ! -f $results/failures ]] || { echo; echo "Failed:"; cat "$results/failures"; }
  echo "$passed passed, $failed failed"
}
trap report EXIT

fail() { # what failed, in one line; counts as a failed test
  echo "$1" | tee -a "$results/failures" >&2
  failed=$((failed + 1))
}

# shellcheck source=tests/prerequisites.sh
source tests/prerequisites.sh
install_prerequisites

projects=()
for project in tests/*.Tests; do
  project=$(basename "$project")
  selected=$([[ ${#only[@]} == 0 ]] && echo yes || echo no)
  for word in "${only[@]}"; do
    [[ ${project,,} != *"${word,,}"* ]] || selected=yes
  done
  [[ $selected == no ]] || projects+=("$project")
done
[[ ${#projects[@]} -gt 0 ]] || { echo "No project in tests matches: ${only[*]}" >&2; exit 1; }

if [[ ${#only[@]} == 0 ]]; then
  dotnet build ConfigZk.sln -c Release
else
  for project in "${projects[@]}"; do dotnet build "tests/$project" -c Release; done
fi

# mutate.sh takes minutes and is run separately, but a stale patch is found here.
for patch in tests/mutations/*.patch; do
  git apply --check "$patch" || fail "$patch no longer applies. Regenerate it."
done

counter() { # the number of passed or failed tests in a result file
  sed -n "s/.*<Counters .* $1=\"\([0-9]*\)\".*/\1/p" "$2"
}

devserver=Configuration.ZooKeeper.DevServer.Tests # the provider's tests once more, on the dev server

no_test_ran=8 # the exit code; finish judges it
longest_job=$([[ $nightly == yes ]] && echo 150m || echo 30m) # tests/test.runsettings limits each test, but not its process

# A job is a run of one project: its name, what it sets in the environment (or -), the project, and the arguments of its program.
start() {
  local name=$1 setting=$2 project=$3 code=0 TIMEFORMAT='%R %U %S'
  shift 3
  {
    time env $([[ $setting == - ]] || echo "$setting") timeout --foreground --kill-after=1m "$longest_job" dotnet "tests/$project/bin/Release/net10.0/$project.dll" \
      --settings tests/test.runsettings --results-directory "$results" --report-trx --report-trx-filename "$name.trx" \
      --no-ansi --progress off --ignore-exit-code "$no_test_ran" "$@" >"$results/$name.log" 2>&1 || code=$?
  } 2>"$results/$name.time"
  echo "$code" >"$results/$name.code"
}

finish() { # a job by its name; counts its tests
  local name=$1 may_be_empty=$2 code job_passed=0 job_failed=0 real user sys problem=""
  code=$(cat "$results/$name.code" 2>/dev/null || echo "a signal")
  read -r real user sys <"$results/$name.time" || true
  if [[ -f $results/$name.trx ]]; then
    job_passed=$(counter passed "$results/$name.trx")
    job_failed=$(counter failed "$results/$name.trx")
  fi

  # A test that hangs or ends its process is in no result file; neither is a project that could not start.
  if [[ $job_failed == 0 && $code != 0 ]]; then
    problem="the run ended with $code before every test had a result"
  elif [[ $((job_passed + job_failed)) == 0 && $may_be_empty == no ]]; then
    problem="no test ran"
  fi

  [[ $job_failed == 0 && -z $problem ]] || cat "$results/$name.log"
  printf '%-46s %5d passed %3d failed %6ss wall %6ss user %6ss sys\n' "$name" "$job_passed" "$job_failed" "${real:-?}" "${user:-?}" "${sys:-?}" |
    tee -a "$results/table"
  [[ $job_failed == 0 ]] || awk -v project="$name" -f tests/failed-tests.awk "$results/$name.trx" >>"$results/failures"
  passed=$((passed + job_passed))
  failed=$((failed + job_failed))
  [[ -z $problem ]] || fail "$name: $problem. $(grep -m 1 -iE 'abort|crash|error' "$results/$name.log" || true)"
}

# Runs the queued jobs, as many at a time as it is told to, in their order.
queue=()
add() { # name, setting, project, arguments
  local IFS=$'\x1f'
  queue+=("$*")
}

run_queue() { # lanes, whether a job without a test is fine
  local lanes=$1 may_be_empty=$2 job parts
  declare -A running=()
  for job in "${queue[@]}"; do
    await_fewer_than "$lanes"
    IFS=$'\x1f' read -r -a parts <<<"$job"
    start "${parts[@]}" </dev/null &
    running[${parts[0]}]=$!
  done
  await_fewer_than 1
  queue=()
}

await_fewer_than() { # lanes; uses the caller's variables
  local name
  while [[ ${#running[@]} -ge $1 ]]; do
    for name in "${!running[@]}"; do
      if [[ -f $results/$name.code ]] || ! kill -0 "${running[$name]}" 2>/dev/null; then
        finish "$name" "$may_be_empty"
        unset "running[$name]"
      fi
    done
    sleep 0.2
  done
}

has_category() { # project, category: by its sources, because starting a project costs seconds
  local sources=("tests/$1")
  [[ $1 != "$devserver" ]] || sources+=(tests/Configuration.ZooKeeper.Tests) # it compiles them, too
  grep -rqE "TestCategory\(\"$2\"" --include=*.cs "${sources[@]}"
}

lanes=$(($(nproc) + 1)) # most tests wait for a server

# The longest first, so that the lanes end at about the same time.
in_order() {
  local project
  local longest=(ZooKeeper.Client.Tests Configuration.ZooKeeper.Tests WebApp.Tests ZooKeeper.Coordination.Tests)
  [[ $nightly == no ]] || longest=(Configuration.ZooKeeper.Revisions.Tests Packages.Tests ZooKeeper.Coordination.Tests "${longest[@]}")
  for project in "${longest[@]}" "${projects[@]}"; do
    [[ " ${projects[*]} " != *" $project "* ]] || echo "$project"
  done | awk '!seen[$0]++'
}

if [[ ${#arguments[@]} -gt 0 ]]; then
  for project in $(in_order); do add "$project" - "$project" "${arguments[@]}"; done
  run_queue "$lanes" yes
else
  kinds=$([[ $nightly == yes ]] && echo "" || echo "&TestCategory!=Nightly&TestCategory!=Build")

  # Projects beside each other, without the tests that need the whole machine.
  for project in $(in_order); do
    if [[ $project != "$devserver" ]]; then
      add "$project" - "$project" --filter "TestCategory!=Alone$kinds"
    else
      # Tests that need no server run with the provider's own project.
      add "$project" - "$project" --filter "TestCategory!=Alone&TestCategory!=NoServer$kinds"

      # Once more like ZooKeeper 3.8 and like 3.5: what differs between releases, and in the nightly run everything.
      for release in V38 V35; do
        # Tests in Releases choose the release themselves.
        filter=$([[ $nightly == yes ]] && echo "TestCategory!=Alone&TestCategory!=NoServer&FullyQualifiedName!~.Tests.Releases." || echo "TestCategory=EveryRelease$kinds")
        add "$project.$release" "DEVSERVER_RELEASE=$release" "$project" --filter "$filter"
      done
    fi
  done
  run_queue "$lanes" no

  # The others one project at a time.
  for project in $(in_order); do
    if has_category "$project" Alone; then
      add "$project.Alone" - "$project" --filter "TestCategory=Alone$kinds"
    fi
  done
  run_queue 1 yes
fi

if [[ $nightly == yes ]]; then
  source tests/repeat.sh
fi

[[ $passed -gt 0 && $failed == 0 ]]
