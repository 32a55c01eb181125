#!/usr/bin/env bash
# Sets the machine up, builds the server, the sites and the command line, and starts the server.
#
#   run.sh [option of `pde-server serve`]...
set -euo pipefail
cd "$(dirname "$0")/../.."

Deploy/build/packages.sh run
Deploy/build/wasm.sh
Deploy/build/site.sh
# `pde` first: it brings more modules than the server, and Hummingbird compiles in what it finds, so
# that in the other order the next build would compile it again.
for product in pde pde-server; do
  swift build --configuration release --product "$product" </dev/null
done

cat <<'TEXT'

The server starts now. Stop it with Ctrl-C. Once it is listening, the wallet is at
http://127.0.0.1:8080/ in a browser. Or type in another terminal, here:

  export PATH="$PWD/.build/release:$PATH" PDE_SERVER=http://127.0.0.1:8080
  pde create                             makes a wallet, and prints its phrase: write it down
  pde add FILE                           keeps a file; asks for the phrase; prints the file's id
  pde share ID --code --qr grant.svg     gives it to someone for 24 hours, as a link and a QR code

TEXT
exec .build/release/pde-server serve --site .build/site "$@"
