#!/usr/bin/env bash
# dieharder 3.31.1 (Debian 12, 3.31.1.4-1).
#
# `dieharder -f FILE` does not read FILE unless `-g 201` (raw) or `-g 202` (text) is there too: it
# tests its own Mersenne Twister, and prints the file's name beside the figures. A file of zeros
# passes; so does a file that doesn't exist. And when a test says FAILED, the exit code is 0.
#
# One would guess otherwise: an option that names the file to test makes it the one that is tested,
# the table says so, and a command that finds fault ends with a code that is not 0.
#
# What follows: a check in CI that forgets `-g 201`, or that looks at the exit code, passes for
# ever. Read rng_name and the words, and let the check fail on zeros once.
set -euo pipefail

version=3.31.1.4-1
gsl=2.7.1+dfsg-5+deb12u1
for tool in apt-get dpkg-deb; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download "dieharder=$version" "libdieharder3=$version" "libgsl27=$gsl" \
  "libgslcblas0=$gsl" >apt.log 2>&1 ||
  { echo "can't fetch dieharder $version and GSL $gsl, with which this was seen" >&2; exit 2; }
for package in *.deb; do dpkg-deb -x "$package" unpacked; done
LD_LIBRARY_PATH=$(find "$folder/unpacked/usr/lib" -name '*.so.*' -printf '%h\n' | sort -u | paste -sd:)
export LD_LIBRARY_PATH
echo "version: dieharder $version"

head -c 4000000 /dev/zero >zeros
# tested OPTION... : generator, file and exit code of one test, and of a file's bytes the assessment.
# That of mt19937 is left out: it is seeded anew each time and now and then not PASSED.
tested() {
  local code=0
  unpacked/usr/bin/dieharder -d 100 -t 10000 -p 10 "$@" >table 2>&1 || code=$?
  awk -F'|' -v code="$code" '
    { gsub(/ /, "") }
    named { generator = $1; file = $2; named = 0 }
    $1 == "rng_name" { named = 1 }
    $1 == "sts_monobit" { word = generator == "mt19937" ? "" : $6 " " }
    END { print generator " " file " " word "exit code " code }' table
}
{
  tested -f zeros
  tested -f nowhere
  tested -g 201 -f zeros
} >seen

echo "expected: zeros fail with both forms, and the exit code says so; no file is an error"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: another table or exit code" >&2; exit 1; }
mt19937 zeros exit code 0
mt19937 nowhere exit code 0
file_input_raw zeros FAILED exit code 0
TEXT
echo "holds: a named file is not tested without -g 201, and FAILED exits with 0"
