#!/usr/bin/env bash
# Builds the WebAssembly modules that browsers get, and the two sites with them.
#
#   sites.sh [--vectors]      and the module that runs the test vectors
set -euo pipefail
cd "$(dirname "$0")/../.."
Deploy/build/wasm.sh "$@"
Deploy/build/site.sh
