import Audio
import Composer
import NeuralNetwork

/// What `--version` and the reports say.
enum Versions {
  static var description: String {
    """
    render \(softwareVersion)
    FluidSynth \(LibraryVersions.fluidSynth), \(LibraryVersions.sndFile), \
    OpenBLAS kernels \(MatrixLibrary.coreType)
    """
  }
}
