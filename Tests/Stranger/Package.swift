// swift-tools-version: 6.2
import PackageDescription

// A package of somebody else, as Scripts/stranger-package builds it two folders below this one.
let package = Package(
  name: "Stranger",
  dependencies: [
    .package(name: "render", path: "../.."),
    .package(path: "Files"),
  ],
  targets: [
    .executableTarget(
      name: "Stranger",
      dependencies: [
        .product(name: "RenderStudio", package: "render"),
        .product(name: "Files", package: "Files"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
