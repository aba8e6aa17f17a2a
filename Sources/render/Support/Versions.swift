import RenderAudio
import RenderComposer
import RenderNetwork

/// The versions that `--version` and the reports show.
enum Versions {
  static var description: String {
    """
    render \(softwareVersion)
    FluidSynth \(LibraryVersions.fluidSynth), \(LibraryVersions.sndFile), \
    libebur128 \(LibraryVersions.ebur128), OpenBLAS kernels \(MatrixLibrary.coreType)
    """
  }
}
