import RenderAudio
import RenderFiles
import RenderMIDI
import RenderMusic

/// The folder for the files of a piece's parts beside its audio file: `piece.stems` for `piece.wav`.
package func stemFolder(beside audio: String) -> String {
  path(audio, withExtension: StemFolder.ending)
}

/// The folder with the files of a piece's parts: its name, and theirs.
enum StemFolder {
  static let ending = "stems"
  /// The most characters of a part's name that the name of a file has.
  private static let longestWord = 40
  /// The most Unicode scalars of a part's name that a title has.
  private static let longestName = 80

  /// The name of the folder for what is named `stem`.
  static func name(of stem: String) -> String { "\(stem).\(ending)" }

  /// Whether a folder is named as one of stems.
  static func isName(_ name: String) -> Bool { name.hasSuffix(".\(ending)") }

  /// The parts of a MIDI file in score order, with the names of their files: `01-violin-1.wav`.
  ///
  /// A part is what `FileParts` takes for one, named as `distinctNames` does; all percussion is one part.
  static func parts(of midi: MIDIFile, as format: AudioFileFormat) -> [Stem] {
    let pitched = FileParts(midi)
    // The index of the pitched part, or nil for percussion.
    var indices: [Int?] = []
    var parts: [(part: Piece.Part, places: Set<Stem.Place>)] = []
    for (track, contents) in midi.tracks.enumerated() {
      let channels = contents.channelsWithNotes
      // The name of a track with several parts is that of the piece.
      let given = channels.count == 1 ? contents.name.beginning(longestName) : ""
      let name = word(given).isEmpty ? "" : given
      for channel in channels {
        let index = channel == percussion ? nil : pitched.index(track: track, channel: channel)
        let place = Stem.Place(track: track, channel: channel)
        if let known = indices.firstIndex(of: index) {
          parts[known].places.insert(place)
          continue
        }
        indices.append(index)
        let part =
          index.map { Piece.Part(name: name, program: pitched.parts[$0].program) }
          ?? Piece.Part(name: name.isEmpty ? "Percussion" : name)
        parts.append((part, [place]))
      }
    }
    return zip(parts, parts.map(\.part).distinctNames).enumerated().map { index, named in
      Stem(
        name: named.1, file: file(number: index + 1, name: named.1, format),
        places: named.0.places)
    }
  }

  private static let percussion: UInt8 = 9

  private static func file(number: Int, name: String, _ format: AudioFileFormat) -> String {
    "\(number < 10 ? "0" : "")\(number)-\(word(name)).\(format.rawValue)"
  }

  /// A name in small ASCII letters, digits and single dashes, of which it has one for all else; the track of a
  /// stranger's file may be called anything.
  static func word(_ name: String) -> String {
    var word = ""
    for scalar in name.unicodeScalars where word.count < longestWord {
      switch scalar {
      case "a"..."z", "0"..."9": word.unicodeScalars.append(scalar)
      case "A"..."Z": word += scalar.properties.lowercaseMapping
      default: if !word.isEmpty, word.last != "-" { word.append("-") }
      }
    }
    return word.last == "-" ? String(word.dropLast()) : word
  }

  /// Whether a file is named as that of a part.
  static func isFile(_ name: String) -> Bool {
    let halves = name.split(separator: ".", omittingEmptySubsequences: false)
    guard halves.count == 2, let format = AudioFileFormat(rawValue: String(halves[1])),
      !format.isLossy, let dash = halves[0].firstIndex(of: "-")
    else { return false }
    let (number, name) = (halves[0][..<dash], String(halves[0][dash...].dropFirst()))
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return number.utf8.count == 2 && number.utf8.allSatisfy(digits.contains)
      && !name.isEmpty && word(name) == name
  }

  /// Whether a file of a batch's folder is named as that of a part of a take.
  static func isFile(_ name: String, ofTake take: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0] == Self.name(of: take) && isFile(String(parts[1]))
  }
}

extension String {
  /// The beginning, on one line and without what ends a tag.
  fileprivate func beginning(_ count: Int) -> String {
    String(String.UnicodeScalarView(unicodeScalars.prefix(count))).printable
  }
}
