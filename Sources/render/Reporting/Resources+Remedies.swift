import RenderStudio

/// What to do about models and soundfonts that are not there.
extension Resources {
  /// The remedy for a name that is not that of a shipped model.
  func remedy(forModel name: String) -> String {
    let names = modelNames
    guard !names.isEmpty else {
      return
        "no shipped models were found in \(places("Models")); `make install` installs them, or give a "
        + "model's file"
    }
    return "the shipped ones are \(Self.list(names, meant: name))"
  }

  /// The remedy where no shipped soundfont was found.
  var remedyForSoundFonts: String {
    "it belongs in \(places("SoundFonts")); `make install` installs it, or give another soundfont with "
      + "--soundfont"
  }

  /// The remedy for a path or a name of a soundfont that is not there.
  func remedy(forSoundFont name: String) -> String {
    if name == "SteinwayD" {
      return "`make grand` in render's source folder makes it, and `make install` installs it"
    }
    let names = soundFontNames
    if name.contains("/") || name.contains(".") { return "give the path of a SoundFont 2 file" }
    return names.isEmpty
      ? remedyForSoundFonts
      : "give the path of a SoundFont 2 file, or a name: \(Self.list(names, meant: name))"
  }

  private static func list(_ names: [String], meant name: String) -> String {
    names.joined(separator: ", ")
      + (nearest(to: name, among: names).map { " (did you mean \($0)?)" } ?? "")
  }

  /// Where the program looks for what comes with it.
  private func places(_ folder: String) -> String {
    folders.map { "\($0)/\(folder)" }.joined(separator: " or ")
  }
}
