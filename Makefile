# make piece                     compose and render piece.wav and piece.mid
# make test                      build and run all tests, those of networks with all kernels of OpenBLAS
# make install PREFIX=/usr/local the program, model, soundfont, completions and manual pages
# make uninstall PREFIX=…        remove them
# make grand                     a better piano, SoundFonts/SteinwayD.sf2, from a Debian package
# make ensembles                 extract the instruments of the ensembles, SoundFonts/FluidR3-Ensembles.sf2, again
# make docs                      the documentation of the library, into .build/documentation
# make samples                   render the takes in Samples/ again: eight of that piano, four of ensembles
# make parity CORPUS=folder      compare tokens with those of music21, which it installs into .venv
# make notation-check SCORES=folder
#                                compare sheet music of MIDI files with the scores of their editors
# make score-check CORPUS=folder check sheet music with the schema of MusicXML, and with what music21 reads
# make sound-check CORPUS=folder compare the sound with ffmpeg, FluidSynth itself, sox and aplay
# make room-pictures             draw impulse responses of the rooms, their decay and echo density, into .build/rooms
# make keras-parity              compare full-size networks with Keras itself, which it installs, both ways
# make page-check                test a batch's page in a headless Chromium, as listeners use it
# make deb                       a Debian package, into .build/deb
# make deb-check                 install that into a Debian of its own, compose there, and remove it again, as root
# make arm-check                 compare the kernels on arm64, in QEMU, with those of this processor, bit by bit
# make fuzz SECONDS=n            feed each reader of files with inputs that libFuzzer makes up, TARGETS="midi …" some
# make kill-check                kill the program 1000 times (KILLS=n), fill disks, change inputs, let clocks jump
# make thread-check              run batch, sound and training under the thread sanitizer
# make test-slurm                make a batch on two Slurm nodes that it starts on this machine, as root
# make peers CORPUS=folder       compare the speed with PyTorch, Keras, ONNX Runtime and fluidsynth, which it installs
# make benchmarks                time the hot paths
# make schedule                  simulate a piece and a batch on up to 16 cores, from what their parts take here
# make training-speed            time a training's products and steps, in fp32 and bf16
# make clean                     remove what was built
#
# Missing system packages are installed first, with apt-get.

PREFIX ?= /usr/local
# Prepended to PREFIX when files are installed, for packagers.
DESTDIR ?=
SWIFT ?= swift

# The Swift runtime is linked into the program, which then runs without a toolchain.
# Equal functions are kept once, and names are not exported, so that the programs are small.
BUILD_FLAGS = --configuration release --static-swift-stdlib \
  -Xlinker --icf=safe -Xlinker --version-script=$(CURDIR)/Scripts/programs.map
# Swift Testing is a shared library only, so the tests are a build of their own.
TEST_FLAGS = --configuration release -Xswiftc -enable-testing --scratch-path .build/tests
# The tests that multiply with OpenBLAS. Composing uses our own kernels.
NETWORK_TESTS = ^RenderNetworkTests|^RenderComposerTests[.](Memory[A-Za-z]*|ModelTraining|TimedEvaluation)Tests

PROGRAM = .build/release/render
# Reads and writes weights of Keras; found beside the program and in libexec.
WEIGHTS_PROGRAM = .build/release/render-weights
MANUAL = .build/manual
GRAND = SoundFonts/SteinwayD.sf2
# The first seeds whose plans name eight kinds of pieces.
SAMPLES = 1,3,9,11,12,14,17,24
GRAND_PACKAGE = musescore-general-soundfont-lossless
# The first seeds that draw a song, a quartet, a choir and an orchestra.
ENSEMBLE_SAMPLES = 2,7,10,14
ENSEMBLES = SoundFonts/FluidR3-Ensembles.sf2
ENSEMBLES_PACKAGE = fluid-soundfont-gm
# The instruments of Ensemble.known, without the piano, which has a file of its own.
ENSEMBLES_PROGRAMS = 40 41 42 43 47 52 56 60 68 70 71 73
# Packages, each after its name in pkg-config.
LIBRARIES = fluidsynth:libfluidsynth-dev sndfile:libsndfile1-dev libebur128:libebur128-dev \
  openblas:libopenblas-dev cairo:libcairo2-dev \
  nettle:nettle-dev hdf5:libhdf5-dev libzip:libzip-dev
# The same for the programs that check the sound.
JUDGES = ffmpeg:ffmpeg fluidsynth:fluidsynth sox:sox aplay:alsa-utils

DATA = $(DESTDIR)$(PREFIX)/share/render
LIBEXEC = $(DESTDIR)$(PREFIX)/libexec/render
MAN1 = $(DESTDIR)$(PREFIX)/share/man/man1
BASH_COMPLETION = $(DESTDIR)$(PREFIX)/share/bash-completion/completions/render
ZSH_COMPLETION = $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_render
FISH_COMPLETION = $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/render.fish

# A shell command. A package may be registered without its files, so it is reinstalled.
install_packages = \
	{ sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	echo "installing $(1)"; \
	$$sudo apt-get update && \
	$$sudo env DEBIAN_FRONTEND=noninteractive \
	  apt-get install --yes --reinstall --no-install-recommends $(1); }

.PHONY: help piece test engraver docs install uninstall deb deb-check grand ensembles samples parity notation-check score-check sound-check room-pictures keras-parity page-check fuzz kill-check thread-check test-slurm arm-check peers benchmarks schedule training-speed clean build manual dependencies

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile

piece: build
	$(PROGRAM) --length 500 --out piece.wav

test: dependencies engraver
	$(SWIFT) test $(TEST_FLAGS)
	Scripts/core-type-tests .build/tests/release/render \
	  $(SWIFT) test $(TEST_FLAGS) --skip-build --filter '$(NETWORK_TESTS)'
	Scripts/stranger-package $(SWIFT)

# The program needs it only for engraving; the tests always do.
engraver:
	@command -v lilypond >/dev/null || $(call install_packages,lilypond)

docs: dependencies
	Scripts/documentation $(SWIFT)

build: dependencies
	$(SWIFT) build $(BUILD_FLAGS) --product render
	$(SWIFT) build $(BUILD_FLAGS) --product render-weights

manual: build
	@command -v python3 >/dev/null || $(call install_packages,python3)
	rm -rf $(MANUAL)
	Scripts/manual-pages $(PROGRAM) $(MANUAL)

install: build manual
	install -d $(DATA)/Models $(DATA)/SoundFonts $(MAN1) \
	  $(dir $(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION))
	install -D -s -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/render
	install -D -s -m 755 $(WEIGHTS_PROGRAM) $(LIBEXEC)/render-weights
	install -m 644 Models/* $(DATA)/Models
	install -m 644 SoundFonts/* $(DATA)/SoundFonts
	install -m 644 $(MANUAL)/render*.1 $(MAN1)
	$(PROGRAM) --generate-completion-script bash > $(BASH_COMPLETION)
	$(PROGRAM) --generate-completion-script zsh > $(ZSH_COMPLETION)
	$(PROGRAM) --generate-completion-script fish > $(FISH_COMPLETION)

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/render $(MAN1)/render.1 $(MAN1)/render[-.]*.1
	rm -f $(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION)
	rm -rf $(DATA) $(LIBEXEC)

# The package is made of an installation, in $(DEB)/root.
DEB = .build/deb
deb:
	@command -v dpkg-shlibdeps >/dev/null || $(call install_packages,dpkg-dev)
	rm -rf $(DEB)
	$(MAKE) install DESTDIR=$(CURDIR)/$(DEB)/root PREFIX=/usr
	Scripts/deb/build $(DEB)

deb-check: deb
	@command -v debootstrap >/dev/null && command -v lintian >/dev/null || \
	  $(call install_packages,debootstrap lintian)
	Scripts/deb/check $(DEB)/render_*.deb .build/debian $(PROGRAM)

# The piano is the first preset of the package's General MIDI file. The licence is copied beside it.
grand: build
	@find_file() { file=$$(dpkg -L $(GRAND_PACKAGE) 2>/dev/null | grep '\.sf2$$'); }; \
	find_file; \
	[ -f "$$file" ] || { $(call install_packages,$(GRAND_PACKAGE)) && find_file; } && \
	$(PROGRAM) soundfont extract "$$file" --preset 0:0 --out $(GRAND) && \
	cp "/usr/share/doc/$(GRAND_PACKAGE)/copyright" $(GRAND:.sf2=-copyright.txt) && \
	echo "play it with --soundfont $(basename $(notdir $(GRAND)))"

# The result is in the repository; another version of the package may give other bytes.
ensembles: build
	@find_file() { file=$$(dpkg -L $(ENSEMBLES_PACKAGE) 2>/dev/null | grep '\.sf2$$' | head -1); }; \
	find_file; \
	[ -f "$$file" ] || { $(call install_packages,$(ENSEMBLES_PACKAGE)) && find_file; } && \
	$(PROGRAM) soundfont extract "$$file" $(ENSEMBLES_PROGRAMS:%=--preset 0:%) --out $(ENSEMBLES)

samples: grand
	$(PROGRAM) batch --seeds $(SAMPLES) --length 250 --format mp3 --quality 5 \
	  --soundfont $(basename $(notdir $(GRAND))) --force --out Samples
	$(PROGRAM) batch --ensemble any --seeds $(ENSEMBLE_SAMPLES) --duration 100s --format mp3 --quality 5 \
	  --force --out Samples/ensembles

parity: build .venv/bin/python
	.venv/bin/python Scripts/music21-parity.py $(PROGRAM) $(CORPUS) \
	  $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED))

# SCORES holds NAME.mid and NAME.mxl or NAME.krn; IMPORTER=music21 and IMPORTER=musescore measure those.
notation-check: build .venv/bin/python
	.venv/bin/pip install --quiet mido==1.3.3
	for signatures in "" --signatures; do \
	  .venv/bin/python Scripts/notation-truth.py $(SCORES) --program $(PROGRAM) $$signatures \
	    $(if $(IMPORTER),--importer $(IMPORTER)) $(if $(PART),--part "$(PART)") || exit 1; \
	done

# The schema comes with a Python package and is not in the repository.
score-check: build .venv/bin/python
	.venv/bin/pip install --quiet music21==10.5.1 lxml musicxml==1.6.3
	rm -rf .build/scores
	$(PROGRAM) batch --seeds 1-$(or $(SAMPLE),20) --length 200 --format mid --score musicxml --quiet \
	  --out .build/scores
	find $(CORPUS) -name '*.mid' | sort | shuf --random-source=Makefile -n $(or $(SAMPLE),20) \
	  | while read -r file; do \
	    $(PROGRAM) score "$$file" --quiet \
	      --out ".build/scores/$$(basename "$$file" .mid).musicxml" || exit 1; \
	  done
	.venv/bin/python Scripts/notation-check.py .build/scores/*.musicxml --schema "$$(.venv/bin/python -c \
	  'from importlib.resources import files; print(files("musicxml") / "generate_classes/musicxml_4_0.xsd")')"

sound-check: build .venv/bin/python
	@missing=; \
	for program in $(JUDGES); do \
	  command -v "$${program%%:*}" >/dev/null || missing="$$missing $${program#*:}"; \
	done; \
	[ -z "$$missing" ] || $(call install_packages,$$missing)
	.venv/bin/pip install --quiet mido==1.3.3
	.venv/bin/python Scripts/sound-check $(PROGRAM) $(CORPUS) \
	  $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY))

room-pictures: dependencies .venv/bin/python
	.venv/bin/pip install --quiet numpy matplotlib
	mkdir -p .build/rooms
	RECORD_ROOMS=$(CURDIR)/.build/rooms $(SWIFT) test $(TEST_FLAGS) --filter RoomRecording
	.venv/bin/python Scripts/room-pictures.py .build/rooms

keras-parity: build .venv/bin/python
	.venv/bin/pip install --quiet tensorflow-cpu tf_keras
	.venv/bin/python Scripts/keras-models.py .build/keras --full
	KERAS_MODELS=$(CURDIR)/.build/keras $(SWIFT) test $(TEST_FLAGS) --filter RenderKerasTests.ParityTests
	.venv/bin/python Scripts/keras-parity.py $(PROGRAM) .build/keras

page-check: build engraver .venv/bin/python
	@command -v chromedriver >/dev/null || $(call install_packages,chromium chromium-driver)
	.venv/bin/pip install --quiet selenium==4.51.0 mido==1.3.3
	.venv/bin/pip install --quiet --no-deps axe-playwright-python==0.1.8
	.venv/bin/python Scripts/page-check $(PROGRAM) \
	  $(if $(PICTURES),--pictures $(PICTURES)) $(if $(TAKES),--measure $(TAKES))

# The sanitizers are for all modules, or libFuzzer would see nothing of what it makes happen.
fuzz: build
	$(SWIFT) build --package-path Fuzzing --configuration release --product Fuzz \
	  -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=fuzzer-no-link,address -Xswiftc -use-ld=lld \
	  -Xswiftc -enable-experimental-feature -Xswiftc Extern
	RENDER_WEIGHTS=$(CURDIR)/$(WEIGHTS_PROGRAM) Fuzzing/fuzz $(or $(SECONDS),60) $(TARGETS)

kill-check: build
	python3 Scripts/kill-check $(PROGRAM) \
	  $(if $(KILLS),--kills $(KILLS)) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY))

thread-check: dependencies
	Scripts/thread-check $(SWIFT)

test-slurm: build
	@command -v slurmctld >/dev/null || $(call install_packages,slurm-wlm munge)
	python3 Scripts/slurm-check.py $(PROGRAM)

arm-check:
	@command -v qemu-aarch64 >/dev/null && command -v aarch64-linux-gnu-ld >/dev/null || \
	  $(call install_packages,qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross)
	Scripts/arm-check .build/arm

peers: build .venv/bin/python
	@command -v fluidsynth >/dev/null || $(call install_packages,fluidsynth)
	.venv/bin/pip install --quiet torch tensorflow-cpu onnx onnxruntime
	$(SWIFT) build --package-path Benchmarks --configuration release --product TrainingSpeed
	.venv/bin/python Benchmarks/peers/peers.py $(PROGRAM) Benchmarks/.build/release/TrainingSpeed \
	  $(if $(CORPUS),--corpus $(CORPUS)) $(if $(ONLY),--only $(ONLY)) $(if $(TABLE),--table $(TABLE))

schedule: build
	python3 Benchmarks/schedule/schedule.py $(PROGRAM)

benchmarks: dependencies
	cd Benchmarks && $(SWIFT) package benchmark

# The OpenBLAS kernels with which `render train` would restart itself.
training-speed: export OPENBLAS_CORETYPE ?= $(if $(shell grep -m 1 -o avx512vl /proc/cpuinfo),SkylakeX,Haswell)
training-speed: dependencies
	$(SWIFT) build --package-path Benchmarks --configuration release --product ProductSpeed
	$(SWIFT) build --package-path Benchmarks --configuration release --product TrainingSpeed
	Benchmarks/.build/release/ProductSpeed
	for turn in 1 2 3; do for network in dense tutorial; do for precision in fp32 bf16; do \
	  printf "$$network $$precision "; \
	  Benchmarks/.build/release/TrainingSpeed $$network 10 $$precision; \
	done; done; done

.venv/bin/python:
	python3 -m venv .venv
	.venv/bin/pip install --quiet music21==10.5.1

clean:
	$(SWIFT) package clean
	rm -rf .build/deb .build/debian* .build/arm
	rm -rf .build/tests .build/manual .build/stranger .build/documentation* Benchmarks/.build Fuzzing/.build .build/fuzz .build/thread piece.mid piece.wav

dependencies:
	@missing=; \
	command -v pkg-config >/dev/null || missing=pkg-config; \
	for library in $(LIBRARIES); do \
	  pkg-config --exists "$${library%%:*}" 2>/dev/null || missing="$$missing $${library#*:}"; \
	done; \
	[ -z "$$missing" ] && exit; \
	$(call install_packages,$$missing)
