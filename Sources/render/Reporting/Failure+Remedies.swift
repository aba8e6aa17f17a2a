import RenderAudio
import RenderComposer
import RenderDevices
import RenderEngraving
import RenderKeras
import RenderNetwork
import RenderStudio

extension Failure {
  /// A library's error as the user meets it: the fact, and what to do about it where there is a way.
  static func sentence(_ error: any Error) -> String {
    guard let remedy = remedy(for: error) else { return "\(error)" }
    return "\(error); \(remedy)"
  }

  private static func remedy(for error: any Error) -> String? {
    switch error {
    case EngravingError.missingEngraver(let path):
      "install it (apt install lilypond), or write \(RenderStudio.path(path, withExtension: "musicxml"))"
    case EngravingError.outOfTime, EngravingError.failed:
      "MusicXML, .musicxml, can be written without it"
    case DeviceError.missingLibrary:
      "install it (apt install libasound2), or write a file with --out"
    case DeviceError.soundDevice:
      "name another one with --device (`aplay -L` lists them), or write a file with `render --out piece.wav`"
    case DeviceError.sequencer: "load the kernel's module snd-seq (modprobe snd-seq)"
    case DeviceError.port: "`render play --list-ports` lists those that there are"
    case AudioError.missingSoundFont(let path): Resources.ofProgram.remedy(forSoundFont: path)
    case AudioError.missingPreset(let path, _): "`render info \(path)` lists those it has"
    case KerasError.missingProgram, KerasError.failedProgram:
      "`make install` puts it where it belongs, or name it in the variable RENDER_WEIGHTS"
    case KerasError.otherWindow: "leave --window out"
    case KerasError.tooFewTokens:
      "give the whole list that the training wrote, or to `render import` the network's own --window, if "
        + "it is smaller"
    case ComposerError.badPlan: "`render plan --out plan.json` writes one"
    case ComposerError.badModel: "train one with `render train`"
    case ComposerError.emptyPrimer: "use another file"
    case ComposerError.startOfEnsemble: "leave out --start, or give --primer"
    case ComposerError.nothingToLearn, ComposerError.tooFewEvents, NetworkError.nothingToLearn:
      "add more MIDI files"
    case ComposerError.otherCorpus: "give the same files, or start anew"
    case ComposerError.otherSeed: "give it again"
    case ComposerError.otherNetwork: "give the same preset and model again"
    case NetworkError.badArchitecture: "use a model written by `render train`"
    case NetworkError.badCheckpoint: "start anew without --resume"
    case NetworkError.diverged: "lower --learning-rate"
    default: nil
    }
  }
}
