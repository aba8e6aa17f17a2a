import CFluidSynth
import CSndFile

/// The libraries in use, as loaded: their versions decide the last bits of the sound.
public enum LibraryVersions {
  /// Such as `2.3.1`.
  public static var fluidSynth: String { String(cString: fluid_version_str()) }

  /// Such as `libsndfile-1.2.0`.
  public static var sndFile: String { String(cString: sf_version_string()) }
}
