# Sourced by test.sh: installs the programs that the tests need, if apt-get can.

has_jars() {
  local jar
  for jar in zookeeper slf4j-simple netty-codec netty-resolver; do
    [[ -e /usr/share/java/$jar.jar ]] || return 1
  done
}

# With its compiler: the tests beside Curator run its side from the source.
has_java() {
  local java=java
  [[ -z ${JAVA_HOME:-} || ! -x $JAVA_HOME/bin/java ]] || java=$JAVA_HOME/bin/java
  command -v "$java" >/dev/null && "$java" --list-modules | grep -q '^jdk.compiler'
}

has_kazoo() {
  [[ -x /usr/bin/python3 ]] && /usr/bin/python3 -c 'import kazoo' 2>/dev/null
}

has_chromium() {
  if [[ -n ${CHROMIUM:-} ]]; then [[ -x $CHROMIUM ]]; else [[ -x /usr/bin/chromium-headless-shell || -x /usr/bin/chromium ]]; fi
}

has_postgresql() {
  local initdb
  for initdb in /usr/lib/postgresql/*/bin/initdb; do
    [[ ! -x $initdb ]] || return 0
  done
  return 1
}

apt_install() {
  local root=()
  [[ $(id -u) == 0 ]] || root=(sudo)
  "${root[@]}" apt-get update
  # Debian 12 has Java 17; other releases have another version.
  apt-cache show openjdk-17-jdk-headless >/dev/null 2>&1 || set -- "${@/openjdk-17-jdk/default-jdk}"
  # The headless shell starts and renders with half the processor time. Ubuntu has only the whole browser.
  apt-cache show chromium-headless-shell >/dev/null 2>&1 && set -- "${@/chromium/chromium-headless-shell}"
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

install_prerequisites() {
  local missing=()
  if [[ -n ${ZOOKEEPER_CLASSPATH:-} ]]; then
    echo "Testing with the ZooKeeper in ZOOKEEPER_CLASSPATH: $ZOOKEEPER_CLASSPATH"
  elif ! has_jars; then
    missing+=(libzookeeper-java) # only the jars: the package zookeeper adds start scripts and X11 libraries
  fi
  has_java || missing+=(openjdk-17-jdk-headless)
  has_kazoo || missing+=(python3-kazoo)
  [[ -e /usr/share/java/curator-recipes.jar && -e /usr/share/java/slf4j-nop.jar ]] || missing+=(libcurator-recipes-java)
  [[ -e /usr/share/java/curator-x-discovery.jar ]] || missing+=(libcurator-discovery-java)
  has_chromium || missing+=(chromium)
  has_postgresql || missing+=(postgresql)
  [[ -x /usr/sbin/krb5kdc && -x /usr/sbin/kadmin.local ]] || missing+=(krb5-kdc krb5-admin-server)
  [[ ${#missing[@]} -gt 0 ]] || return 0

  if ! command -v apt-get >/dev/null; then
    echo "The tests need ${missing[*]}, and there is no apt-get to install them." >&2
    echo "Unpack an Apache ZooKeeper release, set ZOOKEEPER_CLASSPATH to its 'conf:lib/*', and put Java 17 on the PATH." >&2
    return 1
  fi
  apt_install "${missing[@]}"
}
