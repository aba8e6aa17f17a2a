/// The sounds of General MIDI (General MIDI System Level 1, MMA 1991): its programs and their names.
public enum GeneralMIDI {
  /// The name of each program, 0...127.
  public static let names: [String] = """
    Acoustic Grand Piano, Bright Acoustic Piano, Electric Grand Piano, Honky-tonk Piano, Electric Piano 1, \
    Electric Piano 2, Harpsichord, Clavinet, Celesta, Glockenspiel, Music Box, Vibraphone, Marimba, Xylophone, \
    Tubular Bells, Dulcimer, Drawbar Organ, Percussive Organ, Rock Organ, Church Organ, Reed Organ, Accordion, \
    Harmonica, Tango Accordion, Acoustic Guitar (nylon), Acoustic Guitar (steel), Electric Guitar (jazz), \
    Electric Guitar (clean), Electric Guitar (muted), Overdriven Guitar, Distortion Guitar, Guitar Harmonics, \
    Acoustic Bass, Electric Bass (finger), Electric Bass (pick), Fretless Bass, Slap Bass 1, Slap Bass 2, \
    Synth Bass 1, Synth Bass 2, Violin, Viola, Cello, Contrabass, Tremolo Strings, Pizzicato Strings, \
    Orchestral Harp, Timpani, String Ensemble 1, String Ensemble 2, Synth Strings 1, Synth Strings 2, Choir Aahs, \
    Voice Oohs, Synth Voice, Orchestra Hit, Trumpet, Trombone, Tuba, Muted Trumpet, French Horn, Brass Section, \
    Synth Brass 1, Synth Brass 2, Soprano Sax, Alto Sax, Tenor Sax, Baritone Sax, Oboe, English Horn, Bassoon, \
    Clarinet, Piccolo, Flute, Recorder, Pan Flute, Blown Bottle, Shakuhachi, Whistle, Ocarina, Square Lead, \
    Sawtooth Lead, Calliope Lead, Chiff Lead, Charang Lead, Voice Lead, Fifths Lead, Bass and Lead, New Age Pad, \
    Warm Pad, Polysynth Pad, Choir Pad, Bowed Pad, Metallic Pad, Halo Pad, Sweep Pad, Rain, Soundtrack, Crystal, \
    Atmosphere, Brightness, Goblins, Echoes, Sci-fi, Sitar, Banjo, Shamisen, Koto, Kalimba, Bagpipe, Fiddle, \
    Shanai, Tinkle Bell, Agogo, Steel Drums, Woodblock, Taiko Drum, Melodic Tom, Synth Drum, Reverse Cymbal, \
    Guitar Fret Noise, Breath Noise, Seashore, Bird Tweet, Telephone Ring, Helicopter, Applause, Gunshot
    """.split(separator: ",").map { String($0.drop { $0 == " " }) }

  /// The programs whose instruments have more than one staff, and so more than one track in many files.
  package static func isKeyboard(_ program: UInt8) -> Bool {
    switch program {
    // Pianos and harpsichord, celesta, organs, harp.
    case 0...8, 16...20, 46: true
    default: false
    }
  }

  /// The most notes that a player of a program has at once.
  public static func mostNotes(of program: UInt8) -> Int {
    switch program {
    // Mallets, guitars, bowed strings, timpani; voices, brass, reeds and pipes.
    case 9...13: 4
    case 24...31, 104...107: 6
    case 40...43, 110: 2
    case 47: 2
    case 52...54, 56...60, 64...79, 109, 111: 1
    default: 10
    }
  }

  /// The program that sings.
  public static let choir: UInt8 = 52

  /// Whether a program sings.
  static func isVoice(_ program: UInt8) -> Bool { (52...54).contains(program) }

  /// The group of eight programs that sound alike, 0...15: pianos, strings, brass.
  static func family(_ program: UInt8) -> Int { Int(program) / 8 }
}
