import ArgumentParser
import Audio
import NeuralNetwork

@main
struct Render: ParsableCommand {
  func run() throws { print(BLAS.coreName) }
}
