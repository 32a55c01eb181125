#!/usr/bin/env bash
# Builds .build/bench/bench.wasm: the core's modules as Deploy/build/wasm.sh left them, linked with
# a wallet in memory. As small and as fast as the module that is shipped.
set -euo pipefail
cd "$(dirname "$0")/../../.."

core=.build/wasm
out=.build/bench/wasm
mkdir -p "$out"
mapfile -t flags <"$core/swift-flags"
mapfile -t link <"$core/link-command"
# module NAME FILE...
module() {
  local name=$1
  shift
  swiftc "${flags[@]}" -I "$out" -module-name "$name" -emit-module \
    -emit-module-path "$out/$name.swiftmodule" -c "$@" -o "$out/$name.o"
}
module BenchCore Tests/Bench/Core/*.swift
module BenchExports Tests/Bench/wasm/BenchExports.swift
"${link[@]}" -o .build/bench/bench.wasm "$core"/{Sodium,Wire,Vault}.o "$out"/*.o
