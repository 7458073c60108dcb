# Sourced by run, test and bench: installs the Debian packages that are missing, and nothing else.

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

# say_installed: what to do next, the first time and on an upgrade.
say_installed() {
  if systemctl is-active --quiet sallyportd 2>/dev/null; then
    say "Installed. The service still runs what was there before; then: systemctl daemon-reload && systemctl restart sallyportd"
  else
    say "Installed. Look through /etc/sallyport/sallyportd.conf, then: systemctl enable --now sallyportd"
  fi
}

build_packages=(
  ca-certificates ccache cmake g++ git mold ninja-build pkg-config
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libc-ares-dev libcli11-dev libcurl4-openssl-dev
  libfmt-dev libgumbo-dev libidn2-dev libmaxminddb-dev libpsl-dev libsodium-dev libspdlog-dev libsqlite3-dev libssl-dev libyaml-cpp-dev
)
run_packages=(curl nginx-light)
test_packages=(
  caddy clang-19 clang-format-19 clang-tidy-19 faketime haproxy libclang-rt-19-dev libgtest-dev llvm-19
  fish groff-base mandoc openssl python3 python3-aiosmtpd zsh
  apache2-bin dnsmasq-base iproute2 ipset iptables nftables postfix squid unbound
)
bench_packages=(iprange nftables python3 util-linux wrk)

# install_missing PACKAGE...
install_missing() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      say "These packages are missing and there is no sudo: run, as root, apt-get install ${missing[*]}"
      return 1
    }
    as_root=(sudo)
  fi
  say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
  "${as_root[@]}" apt-get update -q
  # A server that is installed to be started by hand must not start by itself.
  local policy=/usr/sbin/policy-rc.d own_policy=
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
    own_policy=yes
  fi
  local status=0
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" || status=$?
  [ -n "$own_policy" ] && "${as_root[@]}" rm -f "$policy"
  return $status
}

# build PRESET [TARGET...]: configures where that was not done yet, and builds.
build() {
  local preset=$1
  shift
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >/dev/null
  cmake --build "build/$preset" ${1:+--target "$@"}
}
