# What there is to do; each does all the set-up that it needs, on Debian with Swift.
#
#   make run     builds the server and its sites and starts it; ARGS goes to `pde-server serve`
#   make test    builds everything and runs every test
#   make check   format, dependencies, sizes
#   make bench   measures, and compares
#   make wasm    the portable core as a WebAssembly module
#   make site    the holder's and the reader's site, in .build/site
#   make vectors makes the test vectors of Specs/Vectors anew
#   make format  formats the Swift sources
#   make clean   removes what was built

ARGS =

run:
	@Deploy/build/run.sh $(ARGS)

test:
	@Deploy/build/test.sh

check:
	@Deploy/build/packages.sh test
	@Deploy/build/wasm.sh --vectors
	@Deploy/build/site.sh
	@Deploy/build/check.sh

bench:
	@Deploy/build/packages.sh bench
	@Tests/Bench/run $(ARGS)

wasm:
	@Deploy/build/packages.sh wasm
	@Deploy/build/wasm.sh --vectors

site:
	@Deploy/build/packages.sh run
	@Deploy/build/wasm.sh --vectors
	@Deploy/build/site.sh

vectors:
	@Deploy/build/packages.sh run
	@swift run -c release vector-gen Specs/Vectors

format:
	@swift format --in-place --parallel --recursive Package.swift Sources Tests

clean:
	rm -rf .build

.PHONY: run test check bench wasm site vectors format clean
