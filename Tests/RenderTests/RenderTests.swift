import Testing

@testable import render
