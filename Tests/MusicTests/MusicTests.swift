import Testing

@testable import Music
