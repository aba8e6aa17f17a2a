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
        .product(name: "RenderNetwork", package: "render"),
        .product(name: "RenderComposer", package: "render"),
        .product(name: "RenderAudio", package: "render"),
        .product(name: "RenderMIDI", package: "render"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/HotParts",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(
      name: "ProductSpeed",
      dependencies: [.product(name: "RenderNetwork", package: "render")]),
    .executableTarget(
      name: "TrainingSpeed",
      dependencies: [.product(name: "RenderNetwork", package: "render")]),
  ],
  swiftLanguageModes: [.v6]
)
