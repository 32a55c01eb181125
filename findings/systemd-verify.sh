#!/usr/bin/env bash
# systemd 252 (Debian 12, 252.39-1~deb12u2).
#
# `systemd-analyze verify UNIT` names a misspelt directive or value of a service, says that it's
# ignored, and exits with 0. A command that doesn't exist gives 1. With `--recursive-errors=`,
# `no` too, the misspelt ones give 1 as well: the option that turns the check of dependencies off
# makes the check stricter than no option.
#
# One would guess otherwise: the command exists to find fault, its exit code is 1 for other faults,
# and an option's `no` is thought to be the default.
#
# What follows: a test of units in CI passes with `ProtectSystm=strict`, and the service runs
# without that protection. Say `--recursive-errors=no`, or let the test fail on any word of output.
set -euo pipefail

seen_with=252.39-1~deb12u2
for tool in apt-get dpkg-deb; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download systemd libsystemd-shared libip4tc2 libkmod2 libseccomp2 libmount1 libblkid1 \
  libacl1 libssl3 libpam0g >apt.log 2>&1 ||
  { echo "can't fetch systemd and its libraries (apt-get update?)" >&2; exit 2; }
version=$(dpkg-deb -f systemd_*.deb Version)
echo "version: systemd $version"
[ "$version" = "$seen_with" ] || echo "note: another version; seen with $seen_with"
for package in *.deb; do dpkg-deb -x "$package" unpacked; done
libraries=$(echo "$folder"/unpacked{/usr,}/lib/*-linux-gnu{,/systemd} | tr ' ' :)

service() { printf '[Service]\nExecStart=%s\n%s\n' "$2" "$3" >"$1.service"; }
service fine /bin/true ProtectSystem=strict
service directive /bin/true ProtectSystm=strict
service value /bin/true ProtectSystem=strickt
service command /bin/no-such-command ProtectSystem=strict

# verified NAME [OPTION] : exit code, and what was said of the unit itself.
verified() {
  local code=0
  LD_LIBRARY_PATH=$libraries SYSTEMD_UNIT_PATH="$folder/unpacked/lib/systemd/system" \
    unpacked/usr/bin/systemd-analyze verify "${@:2}" "./$1.service" >said 2>&1 || code=$?
  echo "$1${2:+, $2}: exit code $code, lines about it $(grep -c "$1.service:" said || true)"
}
{
  for name in fine directive value command; do verified "$name"; done
  for name in fine directive value; do verified "$name" --recursive-errors=no; done
} >seen
echo "expected: exit code 1 for each that has a line, with and without the option"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: other exit codes than before" >&2; exit 1; }
fine: exit code 0, lines about it 0
directive: exit code 0, lines about it 1
value: exit code 0, lines about it 1
command: exit code 1, lines about it 1
fine, --recursive-errors=no: exit code 0, lines about it 0
directive, --recursive-errors=no: exit code 1, lines about it 1
value, --recursive-errors=no: exit code 1, lines about it 1
TEXT
echo "holds: a misspelt directive is named, ignored and no error unless an option says no"
