# Sourced by test.sh --nightly: repeats every test that took $slow seconds, $rounds times, unless it builds a project.
# Rounds run in groups. No group starts later than $nightly_minutes after the start, so that the run has an end. It fails if rounds are missing.

# Repeating finds tests that fail by chance in the daily run, so they draw as many cases as there.
unset TEST_EFFORT

declare -A slow_tests=()
declare -A seconds_of=()
for result in "$results"/*.trx; do
  tests=$(awk -v seconds="$slow" -f tests/slow-tests.awk "$result" | sort -rn)
  [[ -n $tests ]] || continue
  name=$(basename "$result" .trx)
  echo "Slow tests of $name (seconds, name):"
  echo "$tests"
  slow_tests[$name]=$(cut -f 2 <<<"$tests" | sed 's/^/FullyQualifiedName=/' | paste -sd '|')
  seconds_of[$name]=$(awk '{ sum += $1 } END { print sum }' <<<"$tests")
done

longest_first() { # the names, with options and a pattern of grep
  for name in "${!slow_tests[@]}"; do echo "${seconds_of[$name]} $name"; done | sort -rn | cut -d ' ' -f 2 | grep "$@" || true
}

add_slow() { # the result that the tests are from, round
  local name=$1 setting=-
  case $name in *.V38 | *.V35) setting=DEVSERVER_RELEASE=${name##*.} ;; esac
  add "$name.round-$2" "$setting" "$(sed -E 's/\.(V38|V35|Alone)$//' <<<"$name")" --filter "${slow_tests[$name]}"
}

add_rounds() { # first round, last round, names
  local name round
  for name in "${@:3}"; do
    for ((round = $1; round <= $2; round++)); do add_slow "$name" "$round"; done
  done
}

# The rounds of a group overlap, so that no lane waits for the end of each. Two rounds of a project can run beside each other.
done_rounds=0
while [[ $done_rounds -lt $rounds && $SECONDS -lt $((nightly_minutes * 60)) ]]; do
  last=$((done_rounds + overlapping < rounds ? done_rounds + overlapping : rounds))
  add_rounds $((done_rounds + 1)) "$last" $(longest_first -v '\.Alone$')
  run_queue "$lanes" no
  add_rounds $((done_rounds + 1)) "$last" $(longest_first '\.Alone$')
  run_queue 1 no
  done_rounds=$last
done
summary="Repeated the slow tests $done_rounds of $rounds times in $((SECONDS / 60)) minutes."
[[ $done_rounds == "$rounds" ]] && echo "$summary" || fail "$summary"
