// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "render",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "render", targets: ["render"]),
    .executable(name: "render-weights", targets: ["render-weights"]),
    .library(name: "RenderMIDI", targets: ["RenderMIDI"]),
    .library(name: "RenderMusic", targets: ["RenderMusic"]),
    .library(name: "RenderNotation", targets: ["RenderNotation"]),
    .library(name: "RenderNetwork", targets: ["RenderNetwork"]),
    .library(name: "RenderPerformance", targets: ["RenderPerformance"]),
    .library(name: "RenderComposer", targets: ["RenderComposer"]),
    .library(name: "RenderAudio", targets: ["RenderAudio"]),
    .library(name: "RenderDevices", targets: ["RenderDevices"]),
    .library(name: "RenderPlot", targets: ["RenderPlot"]),
    .library(name: "RenderEngraving", targets: ["RenderEngraving"]),
    .library(name: "RenderGallery", targets: ["RenderGallery"]),
    .library(name: "RenderKeras", targets: ["RenderKeras"]),
    .library(name: "RenderStudio", targets: ["RenderStudio"]),
    .library(name: "RenderFiles", targets: ["RenderFiles"]),
    .library(name: "RenderRandomness", targets: ["RenderRandomness"]),
    .library(name: "RenderWeights", targets: ["RenderWeights"]),
    // For the package in Fuzzing alone.
    .library(name: "RenderFuzzTargets", targets: ["RenderFuzzTargets"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(
      name: "CRenderFluidSynth", pkgConfig: "fluidsynth",
      providers: [.apt(["libfluidsynth-dev"]), .brew(["fluid-synth"])]),
    .systemLibrary(
      name: "CRenderSndFile", pkgConfig: "sndfile",
      providers: [.apt(["libsndfile1-dev"]), .brew(["libsndfile"])]),
    .systemLibrary(
      name: "CRenderEBUR128", pkgConfig: "libebur128",
      providers: [.apt(["libebur128-dev"]), .brew(["libebur128"])]),
    .systemLibrary(
      name: "CRenderOpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(
      name: "CRenderHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"]), .brew(["hdf5"])]),
    .systemLibrary(
      name: "CRenderZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
    .systemLibrary(
      name: "CRenderNettle", pkgConfig: "nettle",
      providers: [.apt(["nettle-dev"]), .brew(["nettle"])]),
    .systemLibrary(
      name: "CRenderCairo", pkgConfig: "cairo",
      providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
    .target(name: "CRenderKernels"),
    .target(name: "CRenderStart"),
    .target(name: "RenderSystem"),
    .target(name: "RenderMIDI"),
    .target(name: "RenderMusic", dependencies: ["RenderMIDI", "RenderSystem"]),
    .target(
      name: "RenderNotation",
      dependencies: ["RenderMusic", "RenderMIDI", "CRenderZip", "RenderSystem"]),
    .target(name: "RenderRandomness"),
    .target(name: "RenderThreads", dependencies: ["RenderSystem"]),
    .target(
      name: "RenderNetwork",
      dependencies: [
        "RenderRandomness", "RenderThreads", "CRenderOpenBLAS", "CRenderKernels", "RenderSystem",
      ]),
    .target(
      name: "RenderComposer",
      dependencies: [
        "RenderMIDI", "RenderMusic", "RenderNetwork", "RenderRandomness", "RenderHashing",
        "RenderSystem", "RenderThreads",
      ]),
    .target(
      name: "RenderPerformance", dependencies: ["RenderMusic", "RenderMIDI", "RenderRandomness"]),
    .target(name: "RenderFiles", dependencies: ["RenderSystem"]),
    .target(name: "RenderProcesses", dependencies: ["RenderSystem"]),
    .target(name: "RenderHashing", dependencies: ["CRenderNettle"]),
    .target(name: "RenderDevices", dependencies: ["RenderMIDI", "RenderSystem"]),
    .target(
      name: "RenderAudio",
      dependencies: [
        "RenderDevices", "RenderMIDI", "RenderFiles", "RenderRandomness", "RenderThreads",
        "CRenderFluidSynth", "CRenderSndFile", "CRenderEBUR128", "CRenderKernels", "RenderSystem",
      ]),
    .target(
      name: "RenderPlot",
      dependencies: ["RenderMIDI", "RenderMusic", "RenderFiles", "CRenderCairo", "RenderSystem"]),
    .target(name: "RenderWeights"),
    .target(
      name: "RenderWeightFiles",
      dependencies: ["RenderWeights", "CRenderHDF5", "CRenderZip", "RenderSystem"]),
    .executableTarget(
      name: "render-weights", dependencies: ["RenderWeightFiles", "RenderWeights", "RenderSystem"]),
    .target(
      name: "RenderKeras",
      dependencies: [
        "RenderComposer", "RenderNetwork", "RenderMusic", "RenderWeights", "RenderFiles",
        "RenderProcesses", "RenderSystem",
      ]),
    .target(
      name: "RenderEngraving",
      dependencies: ["RenderNotation", "RenderFiles", "RenderProcesses", "RenderSystem"]),
    .target(
      name: "RenderGallery",
      dependencies: ["RenderPlot"],
      resources: [
        .embedInCode("Page/page.html"), .embedInCode("Page/page.css"),
        .embedInCode("Page/stage.css"), .embedInCode("Page/takes.js"),
        .embedInCode("Page/rolls.js"), .embedInCode("Page/verdicts.js"),
        .embedInCode("Page/arrange.js"), .embedInCode("Page/stage.js"),
        .embedInCode("Page/scrub.js"), .embedInCode("Page/sheet.js"),
        .embedInCode("Page/compare.js"), .embedInCode("Page/player.js"),
        .embedInCode("Page/keys.js"),
      ]),
    .target(
      name: "RenderStudio",
      dependencies: [
        "RenderMIDI", "RenderMusic", "RenderNetwork", "RenderComposer", "RenderPerformance",
        "RenderAudio", "RenderDevices", "RenderPlot", "RenderNotation", "RenderEngraving",
        "RenderGallery", "RenderKeras", "RenderWeights", "RenderFiles", "RenderHashing",
        "RenderSystem", "RenderThreads",
      ]),
    .executableTarget(
      name: "render",
      dependencies: [
        "RenderStudio", "RenderMIDI", "RenderMusic", "RenderNetwork", "RenderComposer",
        "RenderPerformance", "RenderAudio", "RenderDevices", "RenderPlot", "RenderNotation",
        "RenderEngraving", "RenderGallery", "RenderKeras", "RenderFiles", "RenderProcesses",
        "RenderSystem", "RenderThreads", "CRenderStart",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(
      name: "RenderTestSupport", dependencies: ["RenderFiles"], path: "Tests/RenderTestSupport",
      exclude: ["alsa-substitute.c"]),
    .target(
      name: "RenderTestMaterial",
      dependencies: [
        "RenderComposer", "RenderMIDI", "RenderMusic", "RenderNetwork", "RenderTestSupport",
      ], path: "Tests/RenderTestMaterial"),
    .testTarget(
      name: "RenderThreadsTests", dependencies: ["RenderThreads", "RenderTestSupport"]),
    .target(
      name: "RenderFuzzTargets",
      dependencies: [
        "RenderAudio", "RenderComposer", "RenderFiles", "RenderKeras", "RenderMIDI", "RenderMusic",
        "RenderNetwork", "RenderNotation", "RenderPerformance", "RenderRandomness", "RenderStudio",
        "RenderTestMaterial", "RenderWeights",
      ], path: "Tests/RenderFuzzTargets"),
    .testTarget(
      name: "RenderFuzzTests",
      dependencies: [
        "RenderFuzzTargets", "RenderRandomness", "RenderTestSupport", "render-weights",
      ]),
    .testTarget(name: "RenderRandomnessTests", dependencies: ["RenderRandomness"]),
    .testTarget(
      name: "RenderMIDITests",
      dependencies: ["RenderMIDI", "RenderRandomness", "RenderTestSupport"],
      exclude: ["golden.py"]),
    .testTarget(
      name: "RenderMusicTests", dependencies: ["RenderMusic", "RenderMIDI", "RenderTestSupport"],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "RenderNotationTests",
      dependencies: [
        "RenderNotation", "RenderMusic", "RenderMIDI", "RenderRandomness", "RenderTestSupport",
      ]),
    .testTarget(
      name: "RenderNetworkTests",
      dependencies: ["RenderNetwork", "RenderRandomness", "CRenderKernels", "RenderTestSupport"],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "RenderComposerTests",
      dependencies: [
        "RenderComposer", "RenderMusic", "RenderMIDI", "RenderNetwork", "RenderRandomness",
      ],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "RenderPerformanceTests",
      dependencies: [
        "RenderPerformance", "RenderMusic", "RenderMIDI", "RenderRandomness", "RenderTestSupport",
      ],
      resources: [.copy("Golden")]),
    .testTarget(name: "RenderHashingTests", dependencies: ["RenderHashing"]),
    .testTarget(
      name: "RenderFilesTests", dependencies: ["RenderFiles", "RenderSystem", "RenderTestSupport"]),
    .testTarget(
      name: "RenderProcessesTests",
      dependencies: ["RenderProcesses", "RenderFiles", "RenderTestSupport"]),
    .testTarget(
      name: "RenderEngravingTests",
      dependencies: [
        "RenderEngraving", "RenderNotation", "RenderMusic", "RenderFiles", "RenderTestSupport",
      ]),
    .testTarget(
      name: "RenderDevicesTests",
      dependencies: ["RenderDevices", "RenderMIDI", "RenderTestSupport"]),
    .testTarget(
      name: "RenderAudioTests",
      dependencies: [
        "RenderAudio", "RenderMIDI", "RenderFiles", "RenderRandomness", "CRenderSndFile",
        "CRenderEBUR128", "CRenderKernels", "RenderTestSupport",
      ]),
    .testTarget(
      name: "RenderPlotTests",
      dependencies: [
        "RenderPlot", "RenderMIDI", "RenderMusic", "RenderFiles", "CRenderCairo",
        "RenderTestSupport",
      ]),
    .testTarget(
      name: "RenderKerasTests",
      dependencies: [
        "RenderKeras", "RenderWeights", "RenderComposer", "RenderMusic", "RenderNetwork",
        "RenderTestSupport", "render-weights",
      ],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "RenderGalleryTests",
      dependencies: ["RenderGallery", "RenderPlot", "RenderMIDI", "RenderMusic"]),
    .testTarget(
      name: "RenderStudioTests",
      dependencies: [
        "RenderStudio", "render-weights", "RenderAudio", "RenderComposer", "RenderFiles",
        "RenderGallery", "RenderKeras", "RenderMIDI", "RenderMusic", "RenderNetwork", "RenderPlot",
        "RenderTestMaterial", "RenderTestSupport",
      ]),
    .testTarget(
      name: "RenderTests",
      dependencies: [
        "render", "render-weights", "RenderStudio", "RenderAudio", "RenderComposer", "RenderMusic",
        "RenderMIDI", "RenderNetwork", "RenderKeras", "RenderGallery", "RenderPerformance",
        "RenderFiles", "RenderRandomness", "CRenderSndFile", "RenderTestMaterial",
        "RenderTestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
