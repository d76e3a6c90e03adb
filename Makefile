# Two commands do everything on a fresh machine: `make run` and `make test`.
# They install what is missing; `make help` lists the rest.

GO       ?= go
TOOLS    := $(GO) tool -modfile=.ci/tools.mod
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS  := -s -w -X chirograph/app.version=$(VERSION)
FUZZTIME ?= 5s
export GOFLAGS := -buildvcs=false

.PHONY: help run build headless windows test check unit fuzz scripts gui ime bench live soak deps test-deps clean

help:
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

run: build ## build the program and open its window
	./bin/chirograph

build: deps ## build the program into bin/
	$(GO) build -trimpath -ldflags "$(LDFLAGS)" -o bin/chirograph .

headless: ## build the program without a window and without cgo
	CGO_ENABLED=0 $(GO) build -tags headless -trimpath -ldflags "$(LDFLAGS)" -o bin/chirograph-headless .

windows: ## build the program for Windows
	GOOS=windows CGO_ENABLED=0 $(GO) build -trimpath -ldflags "$(LDFLAGS) -H=windowsgui -X gioui.org/app.schemesURI=chirograph" -o bin/chirograph.exe .

test: test-deps check build headless windows unit fuzz-brief gui ## run every check
	@echo "All checks passed."

check: ## formatting, vet, staticcheck
	@out=$$($(TOOLS) gofumpt -l $$(git ls-files '*.go' 2>/dev/null || echo .)); if [ -n "$$out" ]; then echo "not formatted (gofumpt):"; echo "$$out"; exit 1; fi
	$(GO) vet ./...
	$(GO) vet -tags headless ./...
	GOOS=windows CGO_ENABLED=0 $(GO) vet ./...
	GOOS=darwin CGO_ENABLED=0 $(GO) vet -tags headless $$(GOOS=darwin CGO_ENABLED=0 $(GO) list -tags headless ./... | grep -v -e /app/window -e /editor/view)
	$(TOOLS) staticcheck ./...

unit: ## the tests, with the race detector
	CHIROGRAPH_REQUIRE_GPU=1 $(GO) test -race -timeout 15m ./...

.PHONY: fuzz-brief
fuzz-brief: ## each fuzz target for a few seconds
	.ci/fuzz $(FUZZTIME)

fuzz: ## each fuzz target for ten minutes
	.ci/fuzz 10m

gui: build ## real windows under Xvfb, driven like people would
	.ci/gui
	.ci/gui-editor
	.ci/gui-history

ime: build ## a real window with a real input method, for Chinese
	@.ci/deps ime
	.ci/gui-ime

bench: ## benchmarks of the engine and the store
	$(GO) test -run '^$$' -bench . -benchmem ./editor/... ./storage/... ./sync/... ./net/...

live: headless ## latency and throughput of the whole path, on the trace TRACE=file
	./bin/chirograph-headless bench live --trace-file $(TRACE)

# What each campaign has shown stands in docs/reliability.md.
soak: soak-kill soak-power soak-full soak-damage ## kill, cut the power, fill the disk and damage the file, thousands of times

.PHONY: soak-kill soak-power soak-full soak-damage
soak-kill: ## kill -9 while typing and syncing, 2,000 times
	CHIROGRAPH_KILLS=2000 $(GO) test -count=1 -v -run TestKillNine -timeout 120m ./app

soak-power: ## 10,000 disks as power cuts leave them
	CHIROGRAPH_POWERCUTS=10000 CHIROGRAPH_REQUIRE_FUSE=1 $(GO) test -count=1 -v -run PowerCut -timeout 60m ./storage/store

soak-full: ## a full disk at 500 writes of the store, and at 500 while somebody types
	CHIROGRAPH_FULL_POINTS=500 CHIROGRAPH_REQUIRE_FUSE=1 $(GO) test -count=1 -v -run 'FullDisk|DiskIsFull' -timeout 60m ./storage/store ./app/workspace

soak-damage: ## 1,000 truncations, flipped bits, flipped bits in headers, and emptied pages
	CHIROGRAPH_DAMAGES=1000 $(GO) test -count=1 -v -run 'DamagedFile|NoDamage' -timeout 60m ./storage/store ./app/workspace

deps:
	@.ci/deps build

test-deps:
	@.ci/deps test

clean: ## remove what was built
	rm -rf bin dist artefacts
