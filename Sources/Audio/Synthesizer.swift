import CFluidSynth
import CSndFile
import MIDI

enum Versions {
  static var fluidSynth: String { String(cString: fluid_version_str()) }
}
