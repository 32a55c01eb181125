#!/usr/bin/env bash
# Installs the Debian packages that a goal needs, those that are missing only.
#
#   packages.sh run     what building and starting the server with its sites needs
#   packages.sh wasm    what the WebAssembly build needs
#   packages.sh test    what the tests need, with the two above
#   packages.sh bench   what the benchmarks compare with, with all above
#
# As root, or through sudo. Says what it installs; silent and quick when nothing is missing.
set -euo pipefail

# A line is one need: the packages that meet it, the first of which is installed if none is there.
run=(
  ca-certificates
  git
  "libcurl4-openssl-dev libcurl4-gnutls-dev"
  libqrencode-dev
  libsodium-dev
  libsqlite3-dev
  "libstdc++-12-dev libstdc++-14-dev"
  "pkg-config pkgconf"
  zlib1g-dev
)
wasm=(
  binaryen
  bzip2
  "libc++-14-dev-wasm32 libc++-19-dev-wasm32"
  "libc++abi-14-dev-wasm32 libc++abi-19-dev-wasm32"
  "libclang-rt-14-dev-wasm32 libclang-rt-19-dev-wasm32"
  patch
  wasi-libc
  xz-utils
)
site=(
  brotli
  esbuild
  libjs-pdf
  python3
)
tests=(
  age
  apache2-bin
  argon2
  binutils
  caddy
  cage
  chromium
  chromium-headless-shell
  dieharder
  ent
  faketime
  firefox-esr
  fonts-noto-core
  imagemagick
  gcc
  haproxy
  jq
  libc6-dev
  librsvg2-bin
  "nginx nginx-light"
  node-typescript
  openssl
  poppler-utils
  procps
  python3
  python3-venv
  spin
  strace
  webkit2gtk-driver
  xdotool
  xvfb
  xwayland
  zbar-tools
)
bench=(
  age
  gcc
  libc6-dev
  nginx-full
)

goal=${1:?usage: packages.sh run|wasm|test|bench}
case $goal in
  run) needs=("${run[@]}" "${wasm[@]}" "${site[@]}") ;;
  wasm) needs=("${run[@]}" "${wasm[@]}") ;;
  test) needs=("${run[@]}" "${wasm[@]}" "${site[@]}" "${tests[@]}") ;;
  bench) needs=("${run[@]}" "${wasm[@]}" "${site[@]}" "${tests[@]}" "${bench[@]}") ;;
  *) echo "error: no goal '$goal': run, wasm, test or bench" >&2; exit 64 ;;
esac

# The module runs on any node from 18 on; Debian's is installed where there is none.
has_node() {
  local version
  version=$(node --version 2>/dev/null) || return 1
  version=${version#v}
  [ "${version%%.*}" -ge 18 ]
}

installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' | sed -n 's/^ii *//p')
missing=()
for need in "${needs[@]}"; do
  for package in $need; do
    if grep -qxF -- "$package" <<<"$installed"; then continue 2; fi
  done
  missing+=("${need%% *}")
done
if [ "$goal" != run ] && ! has_node; then missing+=(nodejs); fi
# Any pip fetches pdf.js.
if [ "$goal" != wasm ] && ! python3 -m pip --version >/dev/null 2>&1; then missing+=(python3-pip); fi
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! sudo -n true 2>/dev/null && ! { [ -t 0 ] && sudo -v; }; then
    echo "error: these Debian packages are missing, and this user may not install them:" >&2
    echo "  ${missing[*]}" >&2
    echo "hint: run as root: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

# Tests start these themselves: to install them is to have them serve, now and after each start of the machine.
services=()
for package in "${missing[@]}"; do
  service=${package%-full}
  case $service in
    caddy | haproxy | nginx)
      # One that is there already, from elsewhere, is somebody's.
      if ! systemctl cat "$service" >/dev/null 2>&1; then services+=("$service"); fi ;;
  esac
done
# of_services COMMAND...: for those, where systemd runs.
of_services() {
  [ ${#services[@]} -gt 0 ] && systemctl show --property=Version >/dev/null 2>&1 || return 0
  ${as_root[@]+"${as_root[@]}"} systemctl --quiet "$@" "${services[@]}" 2>/dev/null || true
}

echo "installing Debian packages: ${missing[*]}"
said=$(mktemp)
trap 'rm -f "$said"; of_services unmask --runtime; of_services disable' EXIT
of_services mask --runtime
apt() {
  # Runlevel 1 is one in which a service that no systemd runs is not started either.
  ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
    apt-get -qq -o Dpkg::Use-Pty=0 "$@" </dev/null >"$said" 2>&1
}
install() { apt install --yes --no-install-recommends "${missing[@]}"; }
# The lists of a fresh machine are empty or old: try with what is there, then with new ones.
if ! install && ! { apt update && install; }; then
  cat "$said" >&2
  echo "error: Debian packages could not be installed: ${missing[*]}" >&2
  if grep -qiE 'no space left|not have enough free space' "$said"; then
    echo "hint: the disk is full: free some space and run it again" >&2
  else
    echo "hint: is there a network? Run it again once there is, or have them installed by hand" >&2
  fi
  exit 1
fi
