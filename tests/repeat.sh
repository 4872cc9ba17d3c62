# Sourced by test.sh --nightly: repeats every test that took $slow seconds, $rounds times, unless it builds a project.
# No round starts later than $nightly_minutes after the start, so that the run has an end. It fails if rounds are missing.

# Repeating finds tests that fail by chance in the daily run, so they draw as many cases as there.
unset TEST_EFFORT

declare -A slow_tests=()
for result in "$results"/*.trx; do
  tests=$(awk -v seconds="$slow" -f tests/slow-tests.awk "$result" | sort -rn)
  [[ -n $tests ]] || continue
  name=$(basename "$result" .trx)
  echo "Slow tests of $name (seconds, name):"
  echo "$tests"
  slow_tests[$name]=$(cut -f 2 <<<"$tests" | sed 's/^/FullyQualifiedName=/' | paste -sd '|')
done

add_slow() { # the result that the tests are from, round
  local name=$1 setting=-
  case $name in *.V38 | *.V35) setting=DEVSERVER_RELEASE=${name##*.} ;; esac
  add "$name.round-$2" "$setting" "$(sed -E 's/\.(V38|V35|Alone)$//' <<<"$name")" --filter "${slow_tests[$name]}"
}

done_rounds=0
for ((round = 1; round <= rounds && SECONDS < nightly_minutes * 60; round++)); do
  for name in "${!slow_tests[@]}"; do
    [[ $name == *.Alone ]] || add_slow "$name" "$round"
  done
  run_queue "$lanes" no
  for name in "${!slow_tests[@]}"; do
    [[ $name != *.Alone ]] || add_slow "$name" "$round"
  done
  run_queue 1 no
  done_rounds=$round
done
summary="Repeated the slow tests $done_rounds of $rounds times in $((SECONDS / 60)) minutes."
[[ $done_rounds == "$rounds" ]] && echo "$summary" || fail "$summary"
