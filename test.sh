#!/usr/bin/env bash
# Builds everything and runs every test, against a real Apache ZooKeeper.
# Arguments are passed on to dotnet test: ./test.sh --filter FullyQualifiedName~Ensemble
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
export MSBUILDDISABLENODEREUSE=1 # leave nothing running that holds the caller's output open

passed=0
failed=0
results=$(mktemp -d)
trap 'rm -rf "$results"; echo "$passed passed, $failed failed"' EXIT

has_jars() {
  local jar
  for jar in zookeeper slf4j-simple netty-codec netty-resolver; do
    [[ -e /usr/share/java/$jar.jar ]] || return 1
  done
}

has_java() {
  [[ -n ${JAVA_HOME:-} && -x $JAVA_HOME/bin/java ]] || command -v java >/dev/null
}

apt_install() {
  local root=()
  [[ $(id -u) == 0 ]] || root=(sudo)
  "${root[@]}" apt-get update
  # Debian 12 has Java 17, other releases have another one.
  apt-cache show openjdk-17-jre-headless >/dev/null 2>&1 || set -- "${@/openjdk-17-jre/default-jre}"
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# A prerequisite that is missing is installed where apt-get can do it. libzookeeper-java is the part of Debian's
# zookeeper package that has the jars; the rest of it, start scripts and the X11 libraries they draw in, no test needs.
missing=()
if [[ -n ${ZOOKEEPER_CLASSPATH:-} ]]; then
  echo "Testing with the ZooKeeper that ZOOKEEPER_CLASSPATH names: $ZOOKEEPER_CLASSPATH"
elif ! has_jars; then
  missing+=(libzookeeper-java)
fi
has_java || missing+=(openjdk-17-jre-headless)
[[ -x ${CHROMIUM:-/usr/bin/chromium} ]] || missing+=(chromium)
[[ -x /usr/sbin/krb5kdc && -x /usr/sbin/kadmin.local ]] || missing+=(krb5-kdc krb5-admin-server)

if [[ ${#missing[@]} -gt 0 ]]; then
  if ! command -v apt-get >/dev/null; then
    echo "The tests need Apache ZooKeeper and Java 17, and there is no apt-get to install them (${missing[*]})." >&2
    echo "Unpack an Apache ZooKeeper release, set ZOOKEEPER_CLASSPATH to its 'conf:lib/*', and put java on the PATH." >&2
    exit 1
  fi
  apt_install "${missing[@]}"
fi

dotnet build ConfigZk.sln -c Release

# mutate.sh takes minutes and runs on its own; but a patch of its that does not fit the code any more is found here.
for patch in tests/mutations/*.patch; do
  git apply --check "$patch" || { echo "$patch does not apply any more; make it anew." >&2; failed=$((failed + 1)); }
done

counter() { # the number of passed or failed tests in a result file
  sed -n "s/.*<Counters .* $1=\"\([0-9]*\)\".*/\1/p" "$2"
}

run_tests() { # project, name of the result, arguments of dotnet test
  local project=$1 name=$2 result=$results/$2.trx code=0 project_passed=0 project_failed=0
  shift 2
  dotnet test "$project" -c Release --no-build --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
    --blame-hang-timeout 10m --blame-hang-dump-type none "$@" || code=$?

  if [[ -f $result ]]; then
    project_passed=$(counter passed "$result")
    project_failed=$(counter failed "$result")
  fi

  # A test that hangs, or ends its process, is in no result file; nor is a project that could not start.
  if [[ $project_failed == 0 && $code != 0 ]]; then
    echo "$name: the test run ended with $code before all tests had a result." >&2
    project_failed=1
  elif [[ ! -f $result || $((project_passed + project_failed)) == 0 && $# == 0 ]]; then
    echo "$name: no test ran." >&2
    project_failed=1
  fi

  passed=$((passed + project_passed))
  failed=$((failed + project_failed))
}

# One project after the other: each starts servers of its own, and two cores are soon busy.
for project in tests/*.Tests/*.csproj; do
  run_tests "$project" "$(basename "$project" .csproj)" "$@"
done

# The provider's tests once more on a dev server that behaves like older releases; those that choose the release themselves have run.
if [[ $# == 0 ]]; then
  provider=Configuration.ZooKeeper.DevServer.Tests
  for release in V38 V35; do
    DEVSERVER_RELEASE=$release run_tests "tests/$provider/$provider.csproj" "$provider.$release" --filter "FullyQualifiedName!~Tests.Releases."
  done
fi

[[ $passed -gt 0 && $failed == 0 ]]
