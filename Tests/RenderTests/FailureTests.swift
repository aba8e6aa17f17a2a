import RenderAudio
import RenderNetwork
import Testing

@testable import render

struct FailureTests {
  @Test("What the user can do about a library's error is said here, with options and commands")
  func remedies() {
    func message(_ error: any Error) -> String { Failure(error, file: "a").message }
    #expect(
      message(NetworkError.diverged(step: 3))
        == "a: the training diverged at step 3; lower --learning-rate")
    #expect(
      message(NetworkError.nothingToLearn)
        == "a: the training pieces are too short to learn from; add more MIDI files")
    #expect(
      message(NetworkError.badCheckpoint("it holds a model, not a training"))
        == "a: the checkpoint cannot be continued: it holds a model, not a training; "
        + "start anew without --resume")
    #expect(
      message(NetworkError.badArchitecture("it has 0 layers, which is out of range"))
        == "a: its network cannot be built: it has 0 layers, which is out of range; "
        + "use a model written by `render train`")
    #expect(
      message(
        AudioError.missingPreset(
          path: "a.sf2", SoundFont.PresetNumber(bank: 5, program: 6)))
        == "the soundfont a.sf2 has no preset 5:6; `render info a.sf2` lists those it has")
  }

  @Test("A setting that a library refuses is wrong use")
  func settings() {
    for error in [
      NetworkError.outOfRange(setting: "batch", value: 0, allowed: NumberRange(1...4096)),
      .tooManyThreads(9, rows: 8), .badOptimizer(.adam(beta1: 1)),
      .tooMuchMemory(bytes: 1 << 40, batchSize: 4096, sequenceLength: 4096),
    ] {
      #expect(Failure(error).code == .usage)
    }
  }
}
