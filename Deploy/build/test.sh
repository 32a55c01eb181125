#!/usr/bin/env bash
# Sets the machine up and runs every test. The last line is "SCALE: N passed, N failed".
#
#   SCALE=full test.sh      the same tests with the counts for which a person would not wait
set -uo pipefail
cd "$(dirname "$0")/../.."
export SCALE=${SCALE:-usual}
case $SCALE in
  usual | full) ;;
  *) echo "error: SCALE is usual or full, and not '$SCALE'" >&2; exit 64 ;;
esac
source Deploy/build/guard.sh

passed=0
failed=0
results=.build/test
mkdir -p "$results"
rm -f "$results"/*

# Takes the counts of a closing line "N passed, N failed" of a log; none at all is a failure.
count() {
  local line
  line=$(sed -nE 's/^([a-z]+: )?([0-9]+ passed, [0-9]+ failed)$/\2/p' "$1" | tail -n 1)
  if [ -z "$line" ]; then line="0 passed, 1 failed"; fi
  passed=$((passed + ${line%% *}))
  line=${line#*, }
  failed=$((failed + ${line%% *}))
}

# A step is a job that ends in such a line. One that fails without having counted a failure is one.
names=()
jobs=()
begin() {
  names+=("$1")
  start "$@"
  jobs+=("$last_job")
}
# Waits for the steps that were begun, and prints what each said.
end() {
  local at status before
  for at in "${!jobs[@]}"; do
    status=0
    wait "${jobs[at]}" || status=$?
    before=$failed
    printf '\n== %s (after %d s)\n' "${names[at]}" "$SECONDS"
    cat "$logs/${names[at]}.log"
    cp "$logs/${names[at]}.log" "$results/"
    count "$logs/${names[at]}.log"
    if [ "$status" -ne 0 ] && [ "$failed" -eq "$before" ]; then failed=$((failed + 1)); fi
  done
  names=()
  jobs=()
  jobs_running=()
}

sites_build() { nice -n 5 Deploy/build/sites.sh --vectors && echo "1 passed, 0 failed"; }

# Everything, in the configuration that is shipped: `make run` has nothing left to build.
swift_build() { swift build --configuration release --build-tests && echo "1 passed, 0 failed"; }

python_packages() { Tests/Web/run --prepare && Tests/Interop/run --prepare && echo "1 passed, 0 failed"; }

# swift_tests NAME OPTION...
swift_tests() {
  local status=0 report=$results/$1.xml
  shift
  swift test --configuration release --skip-build --xunit-output "$report" "$@" || status=$?
  # A test that failed has a "failure" inside; the summary counts the single expectations instead.
  cat "${report%.xml}"*.xml | awk '
    /<testcase / { tests += 1; counted = 0 }
    /<failure|<error/ && !counted { failed += 1; counted = 1 }
    END { printf "%d passed, %d failed\n", tests - failed, failed }'
  return "$status"
}

Deploy/build/packages.sh test || exit 1
wanted=$(inputs Package.swift Sources Deploy/build)
begin sites-build sites_build
begin swift-build swift_build
begin python-packages python_packages
end
if [ "$failed" -eq 0 ]; then
  for product in server pde; do echo "$wanted" >".build/$product.stamp"; done
fi
exec 9>&-

# Those of Swift, and those in other languages, each a program that ends in its counts, over what is
# shipped. Those with connections of their own come after the others, and all of them four at a time (by
# default all begin at once): beside a hundred that stretch phrases, a connection's idle time is over
# before it was used again.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4
sockets='(BlockLane|HTTP|HTTPRule|Room|Credential|Limit)Tests'
export PDE_BIN=$PWD/.build/release
begin swift-modules swift_tests swift-modules --skip "$sockets"
begin interop Tests/Interop/run
end
begin swift-sockets swift_tests swift-sockets --filter "$sockets"
begin wasm-vectors node Tests/VectorRunner/run.mjs
begin model Tests/Model/run
begin checks Deploy/build/check.sh
end
begin web Tests/Web/run
begin system Tests/System/run --jobs 3
end

# Once more, at the end of a long text: what failed and the lines below it, which say why.
if [ "$failed" -gt 0 ]; then
  printf '\n== What failed\n'
  grep -h -A 40 -E '^(FAIL|✘|error:)|: error: ' "$results"/*.log | head -n 400
fi

printf '\n%s: %d passed, %d failed\n' "$SCALE" "$passed" "$failed"
[ "$failed" -eq 0 ]
