# make piece     install what is missing, build, compose and render piece.mid and piece.wav
# make test      install what is missing, build, run every test

SWIFT_BUILD = swift build --configuration release

.PHONY: build test piece dependencies

PACKAGES = fluidsynth:libfluidsynth-dev sndfile:libsndfile1-dev openblas:libopenblas-dev
SUDO = $(shell [ "$$(id -u)" = 0 ] || echo sudo)

dependencies:
	@command -v pkg-config >/dev/null && pkg-config --exists $(foreach p,$(PACKAGES),$(firstword $(subst :, ,$(p)))) || { \
	  $(SUDO) apt-get update && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
	    pkg-config $(foreach p,$(PACKAGES),$(lastword $(subst :, ,$(p)))); }

build: dependencies
	$(SWIFT_BUILD)

piece: build
	.build/release/render --length 500 --out piece.wav

test: dependencies
	swift test --configuration release -Xswiftc -enable-testing
