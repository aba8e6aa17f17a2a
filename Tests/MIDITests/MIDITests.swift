import Testing

@testable import MIDI
