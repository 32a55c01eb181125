#!/usr/bin/env bash
# Sets the machine up and runs every test. The last line is "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/../.."

passed=0
failed=0
results=.build/test
mkdir -p "$results"
rm -f "$results"/*.log

# Takes the counts of a closing line "N passed, N failed" of a log; none at all is a failure.
count() {
  local line
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$1" | tail -n 1)
  if [ -z "$line" ]; then line="0 passed, 1 failed"; fi
  passed=$((passed + ${line%% *}))
  line=${line#*, }
  failed=$((failed + ${line%% *}))
}

# step NAME COMMAND...: runs a command that ends in such a line. A command that fails without
# having counted a failure is one.
step() {
  local name=$1 before=$failed status
  shift
  printf '\n== %s\n' "$name"
  "$@" </dev/null 2>&1 | tee "$results/$name.log"
  status=${PIPESTATUS[0]}
  count "$results/$name.log"
  if [ "$status" -ne 0 ] && [ "$failed" -eq "$before" ]; then failed=$((failed + 1)); fi
}

# What is shipped: some tests start it and read its symbols, and `make run` has nothing left to
# build after `make test`.
release_build() {
  local product
  for product in pde pde-server; do  # in the order of run.sh
    swift build --configuration release --product "$product" || return
  done
  echo "1 passed, 0 failed"
}

swift_tests() {
  # Those with connections of their own come after the others: beside a hundred that stretch
  # phrases, a connection's idle time is over before it was used again.
  local status=0 sockets='BlockLaneTests|HTTPTests'
  rm -rf "$results"/swift*.xml .build/vectors
  swift build --build-tests || return
  swift test --skip-build --skip "$sockets" --xunit-output "$results/swift.xml" || status=$?
  swift test --skip-build --filter "$sockets" --xunit-output "$results/swift-sockets.xml" || status=$?
  # A test that failed has a "failure" inside; the summary counts the single expectations instead.
  cat "$results"/swift*.xml | awk '
    /<testcase / { tests += 1; counted = 0 }
    /<failure|<error/ && !counted { failed += 1; counted = 1 }
    END { printf "%d passed, %d failed\n", tests - failed, failed }'
  return "$status"
}

wasm_build() { Deploy/build/wasm.sh && echo "1 passed, 0 failed"; }

site_build() { Deploy/build/site.sh && echo "1 passed, 0 failed"; }

Deploy/build/packages.sh test || exit 1
step wasm-build wasm_build
step site-build site_build
step release-build release_build
step swift swift_tests
step wasm-vectors node Tests/VectorRunner/run.mjs
step checks Deploy/build/check.sh
# Tests in other languages, each a program that ends in its counts, over what is shipped.
export PDE_BIN=$PWD/.build/release PDE_RELEASE_BIN=$PWD/.build/release
for test in Tests/Model/run Tests/System/run Tests/Interop/run Tests/Web/run; do
  if [ -x "$test" ]; then step "$(basename "$(dirname "$test")")" "$test"; fi
done

# Once more, at the end of a long text: what failed and the lines below it, which say why.
if [ "$failed" -gt 0 ]; then
  printf '\n== What failed\n'
  grep -h -A 40 -E '^(FAIL|✘|error:)|: error: ' "$results"/*.log | head -n 400
fi

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
