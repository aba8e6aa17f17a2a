import RenderAudio
import RenderComposer
import RenderNetwork

/// What `--version` and the reports say.
enum Versions {
  static var description: String {
    """
    render \(softwareVersion)
    FluidSynth \(LibraryVersions.fluidSynth), \(LibraryVersions.sndFile), \
    libebur128 \(LibraryVersions.ebur128), OpenBLAS kernels \(MatrixLibrary.coreType)
    """
  }
}
