#!/usr/bin/env bash
# Sets the machine up, builds the server and its sites and starts it; then, while it listens, builds
# the command line. Nothing is built that is there.
#
#   run.sh [option of `pde-server serve`]...
set -euo pipefail
cd "$(dirname "$0")/../.."
source Deploy/build/guard.sh

Deploy/build/packages.sh run
server=.build/release/pde-server
wanted=$(inputs Package.swift Sources Deploy/build)
# is_built WHAT FILE...: whether it was built from what lies here now, and is there.
is_built() {
  [ "$(cat ".build/$1.stamp" 2>/dev/null)" = "$wanted" ] && ls "${@:2}" >/dev/null 2>&1
}

if ! is_built server "$server" .build/site/reader/g/hashes.json; then
  echo "building the server and its sites: some minutes the first time"
  began=$SECONDS
  # The pages take one core about as long as the server keeps the other.
  start "the sites" nice -n 5 Deploy/build/sites.sh
  sites=$last_job
  start "the server" swift build --configuration release --product pde-server
  finish "$last_job" "the server"
  finish "$sites" "the sites"
  echo "$wanted" >.build/server.stamp
  echo "built in $((SECONDS - began)) s"
fi

how_to_type() {
  cat <<'TEXT'
The command line is there too. In another terminal, here:

  export PATH="$PWD/.build/release:$PATH" PDE_SERVER=http://127.0.0.1:8080
  pde create                             makes a wallet, and prints its phrase: write it down
  pde add FILE                           keeps a file; asks for the phrase; prints the file's id
  pde share ID --code --qr grant.svg     gives it to someone for 24 hours, as a link and a QR code

TEXT
}

cat <<'TEXT'

The server starts now. Stop it with Ctrl-C. Once it is listening, the wallet is at
http://127.0.0.1:8080/ in a browser.

TEXT
if is_built pde .build/release/pde; then how_to_type; fi
"$server" serve --site .build/site "$@" </dev/null 9>&- &
serving=$!
jobs_running=("$serving")
# From now on Ctrl-C is how it is meant to end.
was_asked=no
trap 'was_asked=yes; end_jobs' INT TERM HUP

if ! is_built pde .build/release/pde; then
  start "the command line" swift build --configuration release --product pde
  building=$last_job
  # A server that can't serve has said why: there is nothing to build for.
  wait -n "$serving" "$building" || true
  if ! kill -0 "$serving" 2>/dev/null; then
    end_jobs
  elif finish "$building" "the command line"; then
    echo "$wanted" >.build/pde.stamp
    echo
    how_to_type
  fi
fi
exec 9>&-
while
  was_asked=no
  status=0
  wait "$serving" || status=$?
  [ "$was_asked" = yes ]
do :; done
exit "$status"
