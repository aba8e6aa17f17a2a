import CRenderEBUR128
import CRenderFluidSynth
import CRenderSndFile

/// The versions of the libraries as loaded, which decide the last bits of the sound.
public enum LibraryVersions {
  /// The version of FluidSynth, such as `2.3.1`.
  public static var fluidSynth: String { String(cString: fluid_version_str()) }

  /// The name and version of libsndfile, such as `libsndfile-1.2.0`.
  public static var sndFile: String { String(cString: sf_version_string()) }

  /// The version of libebur128, such as `1.2.6`.
  public static var ebur128: String {
    var (major, minor, patch) = (Int32(0), Int32(0), Int32(0))
    ebur128_get_version(&major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }
}
