// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "render",
  products: [
    .executable(name: "render", targets: ["render"]),
    .library(name: "MIDI", targets: ["MIDI"]),
    .library(name: "Music", targets: ["Music"]),
    .library(name: "NeuralNetwork", targets: ["NeuralNetwork"]),
    .library(name: "Performance", targets: ["Performance"]),
    .library(name: "Composer", targets: ["Composer"]),
    .library(name: "Audio", targets: ["Audio"]),
    .library(name: "Plot", targets: ["Plot"]),
    .library(name: "Gallery", targets: ["Gallery"]),
    .library(name: "Keras", targets: ["Keras"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CFluidSynth", pkgConfig: "fluidsynth", providers: [.apt(["libfluidsynth-dev"])]),
    .systemLibrary(
      name: "CSndFile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
    .systemLibrary(
      name: "CEBUR128", pkgConfig: "libebur128", providers: [.apt(["libebur128-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
    .target(name: "CKernels"),
    .target(name: "MIDI"),
    .target(name: "Music", dependencies: ["MIDI"]),
    .target(name: "Randomness"),
    .target(name: "NeuralNetwork", dependencies: ["Randomness", "COpenBLAS", "CKernels"]),
    .target(
      name: "Composer",
      dependencies: [
        "MIDI", "Music", "NeuralNetwork", "Randomness", "Hashing",
      ]),
    .target(name: "Performance", dependencies: ["Music", "MIDI", "Randomness"]),
    .target(name: "Files"),
    .target(name: "Hashing", dependencies: ["CNettle"]),
    .target(
      name: "Audio",
      dependencies: ["MIDI", "Files", "Randomness", "CFluidSynth", "CSndFile", "CEBUR128"]),
    .target(name: "Plot", dependencies: ["MIDI", "Files", "CCairo"]),
    .target(name: "Keras", dependencies: ["Composer", "NeuralNetwork", "Music", "CHDF5", "CZip"]),
    .target(
      name: "Gallery",
      dependencies: ["Plot", .product(name: "Mustache", package: "swift-mustache")],
      resources: [
        .embedInCode("Page/page.mustache"), .embedInCode("Page/page.css"),
        .embedInCode("Page/page.js"), .embedInCode("Page/keys.js"),
      ]),
    .executableTarget(
      name: "render",
      dependencies: [
        "MIDI", "Music", "NeuralNetwork", "Composer", "Performance", "Audio", "Plot", "Gallery",
        "Keras", "Files", "Hashing",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(name: "TestSupport", dependencies: ["Files"], path: "Tests/TestSupport"),
    .testTarget(name: "RandomnessTests", dependencies: ["Randomness"]),
    .testTarget(
      name: "MIDITests", dependencies: ["MIDI", "Randomness"], exclude: ["golden.py"]),
    .testTarget(
      name: "MusicTests", dependencies: ["Music", "MIDI", "TestSupport"],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "NeuralNetworkTests", dependencies: ["NeuralNetwork", "Randomness", "CKernels"],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "ComposerTests", dependencies: ["Composer", "Music", "NeuralNetwork", "Randomness"]),
    .testTarget(
      name: "PerformanceTests", dependencies: ["Performance", "Music", "MIDI", "Randomness"],
      resources: [.copy("Golden")]),
    .testTarget(name: "HashingTests", dependencies: ["Hashing"]),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
    .testTarget(
      name: "AudioTests",
      dependencies: ["Audio", "MIDI", "Files", "Randomness", "CSndFile", "CEBUR128", "TestSupport"]),
    .testTarget(
      name: "PlotTests", dependencies: ["Plot", "MIDI", "Files", "CCairo", "TestSupport"]),
    .testTarget(
      name: "KerasTests", dependencies: ["Keras", "Composer", "Music", "NeuralNetwork"],
      resources: [.copy("Fixtures")]),
    .testTarget(name: "GalleryTests", dependencies: ["Gallery", "Plot", "MIDI"]),
    .testTarget(
      name: "RenderTests",
      dependencies: [
        "render", "Audio", "Composer", "Music", "MIDI", "NeuralNetwork", "Performance", "Files",
        "CSndFile", "TestSupport",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
