import ArgumentParser
import RenderAudio
import RenderComposer
import RenderDevices
import RenderEngraving
import RenderFiles
import RenderKeras
import RenderMIDI
import RenderMusic
import RenderNetwork
import RenderPlot
import RenderProcesses
import RenderStudio
import RenderSystem

/// An error as the user meets it: one sentence and an exit code.
struct Failure: Error {
  /// The codes of sysexits.h that this program uses.
  enum Code: Int32 {
    /// The reader of standard output has gone: the work ends, and nothing is wrong.
    case closedPipe = 0
    case someItemsFailed = 1
    case usage = 64
    case badData = 65
    case missingInput = 66
    /// A device or a service is not there.
    case unavailable = 69
    /// The system gives no thread or pipe.
    case missingResource = 71
    case cannotCreate = 73
    case inputOutput = 74
    /// The user's defaults cannot be understood.
    case configuration = 78
    case interrupted = 130
  }

  var code: Code
  var message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message.hasSuffix(".") ? String(message.dropLast()) : message
  }

  /// What a library threw, with the file that it did not know.
  init(_ error: any Error, file: String? = nil) {
    switch error {
    case let failure as Failure:
      self = failure
    case StudioError.file(let path, let error as StudioError):
      self.init(.badData, "\(path): \(error.sentence)")
    case StudioError.file(let path, let error):
      self.init(error, file: path)
    case let error as StudioError:
      self.init(error.code, error.sentence)
    case let error as FileError:
      let code: Code =
        switch error.operation {
        case _ where error.isClosedPipe: .closedPipe
        case _ where error.limit != nil: .badData
        case _ where error.isUnreadable: .missingInput
        case _ where error.isOutOfSpace: .inputOutput
        case .create, .replace: .cannotCreate
        case .open, .read, .write, .seek: .inputOutput
        }
      self.init(code, code == .closedPipe ? "" : "\(error)")
    case AudioError.file(let error), PlotError.file(let error), EngravingError.file(let error):
      self.init(error)
    case AudioError.device(let error):
      self.init(error)
    case DeviceError.lostSoundDevice, DeviceError.lostPort:
      self.init(.inputOutput, Self.sentence(error))
    case is DeviceError:
      self.init(.unavailable, Self.sentence(error))
    case AudioError.missingSoundFont, MusicError.missing:
      self.init(.missingInput, Self.sentence(error))
    case AudioError.unknownLoudness:
      self.init(
        .usage,
        "the loudness of a stream is known only when it is over; use --gain instead of --loudness")
    case EngravingError.unknownFormat:
      self.init(.usage, "\(error)")
    case EngravingError.missingEngraver, EngravingError.failed, EngravingError.outOfTime,
      EngravingError.notation:
      self.init(.inputOutput, Self.sentence(error))
    case AudioError.setting, AudioError.unknownFormat, AudioError.unsupportedSampleFormat,
      AudioError.unsupportedSampleRate, AudioError.qualityWithoutLoss,
      AudioError.tooLongForFormat, AudioError.missingPreset:
      self.init(.usage, Self.sentence(error))
    case AudioError.synthesizer, AudioError.encoder, AudioError.needsSeeking, PlotError.drawing:
      self.init(.inputOutput, "\(error)")
    case ComposerError.outOfRange, ComposerError.noTokenLeft, ComposerError.missingStart,
      ComposerError.emptyPrimer, ComposerError.unknownToken, ComposerError.otherCorpus,
      ComposerError.otherSeed, ComposerError.otherNetwork, ComposerError.startOfEnsemble,
      NetworkError.outOfRange,
      NetworkError.tooManyThreads, NetworkError.badOptimizer, NetworkError.tooMuchMemory:
      self.init(.usage, Self.sentence(error))
    case KerasError.missingProgram, KerasError.failedProgram:
      self.init(.inputOutput, Self.sentence(error))
    default:
      let sentence = Self.sentence(error)
      self.init(.badData, file.map { "\($0): \(sentence)" } ?? sentence)
    }
  }

  /// Whether what comes next would fail as well.
  var isFinal: Bool { code == .closedPipe || code == .usage }

  func exit() -> Never {
    if !message.isEmpty { try? StandardStream.error.writeLine("render: \(message)") }
    RunningChildren.endAll()
    TemporaryFiles.removeAll()
    RenderSystem.exit(code.rawValue)
  }
}

/// Runs `body`; what it throws becomes a `Failure` that names `file`.
func naming<Result>(_ file: String, _ body: () throws -> Result) throws -> Result {
  do { return try body() } catch { throw Failure(error, file: file) }
}

/// Runs what checks options; what it throws becomes the parser's own error.
func validating<Result>(_ body: () throws -> Result) throws -> Result {
  do { return try body() } catch { throw ValidationError("\(Failure(error).message).") }
}
