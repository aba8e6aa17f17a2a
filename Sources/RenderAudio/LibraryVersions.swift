import CRenderEBUR128
import CRenderFluidSynth
import CRenderSndFile

/// The libraries in use, as loaded: their versions decide the last bits of the sound.
public enum LibraryVersions {
  /// Such as `2.3.1`.
  public static var fluidSynth: String { String(cString: fluid_version_str()) }

  /// Such as `libsndfile-1.2.0`.
  public static var sndFile: String { String(cString: sf_version_string()) }

  /// Such as `1.2.6`.
  public static var ebur128: String {
    var (major, minor, patch) = (Int32(0), Int32(0), Int32(0))
    ebur128_get_version(&major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }
}
