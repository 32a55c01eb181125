# What `make run` and `make test` begin with; read by them with `source`, in the clone's folder.
#
# One build of a clone at a time. What an earlier one left is gone on with, unless the clone was
# moved or the compiler is another one. Jobs run side by side in process groups of their own, and
# end with the script: a job of a script would otherwise not hear Ctrl-C. Whatever ends the build
# is said in a sentence, with what to do.

logs=.build/log
if ! mkdir -p "$logs" 2>/dev/null || ! exec 9>.build/lock; then
  echo "error: nothing can be written to $PWD/.build" >&2
  echo "hint: free some space, or make the folder your own, and run it again" >&2
  exit 1
fi

free_megabytes() { df --output=avail --block-size=1M . | tail -n 1 | tr -d ' '; }

# hint_for FILE: what to do about what the lines of a log say went wrong.
hint_for() {
  if [ "$(free_megabytes)" -lt 64 ] || grep -qsi 'no space left' "$1"; then
    echo "hint: the disk is full: free some space and run it again; it goes on from here"
  elif grep -qsE "Couldn.t resolve|[Cc]ould not (resolve|connect)|unable to access|Failed to (fetch|clone)|Temporary failure|No Debian archive has|Max retries exceeded" "$1"; then
    echo "hint: is there a network? Run it again once there is; it goes on from here"
  else
    echo "hint: all that was said is in $1; run it again and it goes on from here"
  fi
}

# The groups of the jobs that run.
jobs_running=()
signal_jobs() {
  local job status=1
  for job in ${jobs_running[@]+"${jobs_running[@]}"}; do
    if kill -"$1" -- "-$job" 2>/dev/null; then status=0; fi
  done
  return "$status"  # 0: one of them is there.
}
# As Ctrl-C does, since `swift build` then ends its compilers; what does not hear it, five seconds later.
end_jobs() {
  local tenths=50
  signal_jobs INT || return 0
  while [ "$tenths" -gt 0 ] && signal_jobs 0; do
    sleep 0.1
    tenths=$((tenths - 1))
  done
  signal_jobs TERM || true
}
interrupted() {
  trap 'signal_jobs KILL; exit 130' INT TERM HUP
  end_jobs
  echo
  echo "stopped; what was built is kept, and the next run goes on from there" >&2
  exit 130
}
trap interrupted INT TERM HUP
trap end_jobs EXIT
set -m

# progress NAME: of what builds say, what a person wants to see: how far they are, and what went wrong.
progress() {
  local line shown=-20 tests=0
  while IFS= read -r line; do
    if [[ $line =~ ^\[([0-9]+)/([0-9]+)\]\  ]]; then  # "[41/380] Compiling Vault Wallet.swift"
      if [ "${BASH_REMATCH[1]}" -ge $((shown + 20)) ]; then
        shown=${BASH_REMATCH[1]}
        echo "$1: step $shown of ${BASH_REMATCH[2]}"
      fi
    elif [[ $line == 'pass '* ]]; then
      tests=$((tests + 1))
      if [ $((tests % 50)) -eq 0 ]; then echo "$1: $tests tests passed"; fi
    elif [[ $line =~ ^(error:|FAIL|stuck|✘|wasm:|fetching|installing|holder\ |reader\ |\ *hint:) || $line == *' error: '* ]]; then
      echo "$line"
    fi
  done
}

# start NAME COMMAND...: runs it beside what follows, what it says in .build/log/NAME.log.
start() {
  local name=$1
  shift
  { "$@" 2>&1 </dev/null 9>&- | tee "$logs/$name.log" | progress "$name"; } &
  jobs_running+=("$!")
  last_job=$!
}

# finish JOB NAME: waits for a job; says what went wrong, and fails, if it did.
finish() {
  local status=0
  wait "$1" || status=$?
  [ "$status" -ne 0 ] || return 0
  { grep -hE -A 3 'error:' "$logs/$2.log" || true; } | head -n 40 >&2
  echo "error: $2 stopped" >&2
  hint_for "$logs/$2.log" >&2
  return "$status"
}

if ! flock --nonblock 9; then
  echo "another make builds in this clone: waiting until it is done"
  while ! flock --timeout 1 9; do :; done
fi

# What Swift builds holds the clone's path and the compiler's own forms: of another of them, nothing
# can be used, and some of it is not seen to be old.
built_by="$PWD, $(swiftc --version 2>/dev/null | head -n 1)" || {
  echo "error: there is no swiftc: this needs Swift $(cat .swift-version)" >&2
  echo "hint: install it from https://www.swift.org/install/linux/ and put its bin folder into PATH" >&2
  exit 1
}
if [ "$(cat .build/built-by 2>/dev/null)" != "$built_by" ]; then
  if [ -e .build/checkouts ]; then
    echo "this clone was built in another place, by another compiler or by an older make: building anew"
    find .build -mindepth 1 -maxdepth 1 ! -name lock ! -name log ! -name wasm ! -name site-compressed \
      -exec rm -rf {} +
  fi
  echo "$built_by" >.build/built-by
fi
# Of an older make, perhaps cut in the middle: what bundles the sites would read it, from above them.
rm -f .build/package.json

# What is built is about 1.5 GB; a disk that fills half-way costs more than a sentence now.
if ! [ -e .build/release/pde-server ] && [ "$(free_megabytes)" -lt 2500 ]; then
  echo "error: building takes 2.5 GB, and $(free_megabytes) MB are free in $PWD" >&2
  echo "hint: free some space and run it again" >&2
  exit 1
fi

# inputs FILE...: one hash of all that these files and folders hold.
inputs() {
  find "$@" -type f ! -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
}
