// swift-tools-version: 6.2
import PackageDescription

// A package with a name that many have.
let package = Package(
  name: "Files",
  products: [.library(name: "Files", targets: ["Files"])],
  targets: [.target(name: "Files")]
)
