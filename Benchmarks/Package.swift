// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "render", path: ".."),
    // Its counting of allocations would need packages of its own.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "HotParts",
      dependencies: [
        .product(name: "NeuralNetwork", package: "render"),
        .product(name: "Composer", package: "render"),
        .product(name: "Audio", package: "render"),
        .product(name: "MIDI", package: "render"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/HotParts",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(
      name: "TrainingSpeed",
      dependencies: [.product(name: "NeuralNetwork", package: "render")]),
  ],
  swiftLanguageModes: [.v6]
)
