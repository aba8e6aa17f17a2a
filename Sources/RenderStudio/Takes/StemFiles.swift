import RenderAudio
import RenderFiles
import RenderMIDI

/// Refuses files of the parts where there is no file of the whole that they would add up to.
///
/// - Parameter format: of the audio; `nil` where there is none.
/// - Throws: `StudioError.stems`.
func checkStems(of format: AudioFileFormat?, streams: Bool = false) throws(StudioError) {
  if streams { throw .stems(of: .stream) }
  guard let format else { throw .stems(of: .midi) }
  if format.isLossy { throw .stems(of: .lossy(format)) }
}

/// Writes an audio file of each part of a piece, whose mix is there.
///
/// - Parameters:
///   - mix: the report on the mix.
///   - options: those of the mix.
///   - path: of the folder; its name where it lies in `parent`, a folder that is held open.
///   - inputs: files that must not be overwritten.
func writeStems(
  of midi: MIDIFile, beside mix: RenderReport, by renderer: Renderer, _ options: AudioFileOptions,
  format: AudioFileFormat, to path: String, in parent: Folder? = nil, keeping inputs: [String],
  _ cancellation: Cancellation
) throws -> [SoundReport.Stem] {
  let stems = StemFolder.parts(of: midi, as: format)
  let folder: Folder
  if let parent {
    folder = try parent.folder(path, isMade: true)
  } else {
    try makeFolder(path)
    folder = try Folder(path)
  }
  for stem in stems { try refuseOverwriting(inputs, with: stem.file, in: folder) }
  return try renderer.render(
    stems, of: midi, beside: mix, in: folder, options: options,
    isCancelled: { cancellation.isCancelled }
  ).map {
    SoundReport.Stem(
      part: $0.stem.name, file: RenderFiles.path($0.stem.file, in: path), isClipped: $0.isClipped)
  }
}

extension Studio {
  /// Writes the files of a piece's parts, where they are wanted.
  func writeStems(
    of midi: MIDIFile?, _ mix: RenderReport?, seed: UInt64, title: String,
    to destination: TakeDestination, _ cancellation: Cancellation
  ) throws -> [SoundReport.Stem]? {
    guard let path = destination.stems, let audio = destination.audio?.path, let midi, let mix,
      let sound
    else { return nil }
    do {
      return try RenderStudio.writeStems(
        of: midi, beside: mix, by: sound.renderer,
        tagged(sound.options, seed: seed, title: title), format: AudioFileFormat(path: audio),
        to: path, in: destination.folder, keeping: Array(inputs.values), cancellation)
    } catch AudioError.cancelled {
      throw StudioError.cancelled
    }
  }
}
