// swift-tools-version: 6.2
import PackageDescription

// Built by `make fuzz` alone, which gives the flags of the sanitizers to all modules: the package that is fuzzed has no
// flags of its own.
let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "render", path: "..")],
  targets: [
    .executableTarget(
      name: "Fuzz", dependencies: [.product(name: "RenderFuzzTargets", package: "render")])
  ],
  swiftLanguageModes: [.v6]
)
