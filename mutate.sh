#!/usr/bin/env bash
# Breaks one rule after the other and demands that the test which guards it fails.
# Each patch in tests/mutations says in its head which rule it breaks, and which test must notice.
# Arguments select patches by a part of their name: ./mutate.sh multi pzxid
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
export MSBUILDDISABLENODEREUSE=1 # leave nothing running that holds the caller's output open

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

head_of() { # a line of a patch's head
  sed -n "s/^$1: //p" "$2" | head -n 1
}

run_test() { # project, test; the output is in $copy/test.log
  (cd "$copy" && timeout 300 dotnet test "tests/$1" -c Release --no-build --filter "FullyQualifiedName~$2" >"$copy/test.log" 2>&1)
}

build() { # project
  (cd "$copy" && dotnet build "tests/$1" -c Release >"$copy/build.log" 2>&1)
}

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

git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- --ignore-failed-read 2>/dev/null | tar --extract --directory "$copy"

noticed=0
unnoticed=0
declare -A passes
for patch in "${selected[@]}"; do
  name=$(basename "$patch" .patch)
  project=$(head_of Project "$patch")
  test=$(head_of Test "$patch")

  # A test that fails anyway notices nothing.
  if [[ -z ${passes[$test]:-} ]]; then
    build "$project" || { tail -n 20 "$copy/build.log" >&2; echo "$project does not build." >&2; exit 1; }
    if ! run_test "$project" "$test" || ! grep -q 'Passed: *[1-9]' "$copy/test.log"; then
      tail -n 20 "$copy/test.log" >&2
      echo "$test does not pass without a mutation." >&2
      exit 1
    fi
    passes[$test]=yes
  fi

  git -C "$copy" apply --whitespace=nowarn "$PWD/$patch" || { echo "$name: the patch does not apply any more; make it anew." >&2; exit 1; }
  build "$project" || { tail -n 20 "$copy/build.log" >&2; echo "$name: the mutated code does not build." >&2; exit 1; }
  if run_test "$project" "$test"; then
    echo "NOT NOTICED  $name: $(head_of Rule "$patch") ($test passes)"
    unnoticed=$((unnoticed + 1))
  elif grep -q 'Failed: *[1-9]' "$copy/test.log"; then
    echo "noticed      $name: $(head_of Rule "$patch") ($test)"
    noticed=$((noticed + 1))
  else
    tail -n 20 "$copy/test.log" >&2
    echo "$name: the test run ended without a result." >&2
    exit 1
  fi
  git -C "$copy" apply --whitespace=nowarn --reverse "$PWD/$patch"
done

echo "$noticed mutations noticed, $unnoticed not noticed"
[[ $unnoticed == 0 ]]
