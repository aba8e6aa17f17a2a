import Testing

@testable import RenderMusic

@Suite("The style of a piece") struct StyleTests {
  @Test(
    "has the composer's surname, however a collection writes it",
    arguments: [
      ("Chopin, Fryderyk", "Chopin"), ("F. Chopin", "Chopin"), ("ChopinFF", "Chopin"),
      ("BachJS", "Bach"), ("BeethovenLv", "Beethoven"), ("Holmès, Augusta Mary Anne", "Holmès"),
      ("Mendelssohn-BartholdyF", "Mendelssohn-Bartholdy"), ("Satie", "Satie"),
    ])
  func surnames(name: String, surname: String) {
    #expect(Style.surname(of: name) == surname)
  }

  @Test("has no composer where there is none", arguments: ["", " ", "Anonim", "Traditional"])
  func nobody(name: String) { #expect(Style.surname(of: name) == nil) }

  private let names = StyleNames(
    of: (0..<12).map { Style(composer: "Żeleński", genre: $0 < 11 ? "song" : "waltz") }
      + [Style(composer: "Bach", genre: "fugue", born: 1685, isSong: false)],
    fewestPieces: 2)

  @Test("is known by name where enough pieces have it")
  func known() {
    #expect(names.composers == ["Żeleński"] && names.genres == ["song"])
    #expect(names.style(named: "zelenski") == Style(composer: "Żeleński"))
    #expect(names.style(named: "Song") == Style(genre: "song", isSong: true))
    #expect(names.style(named: "Bach") == nil && names.style(named: "") == nil)
  }

  @Test("gives features of what is known of it alone, each of its own")
  func features() {
    #expect(names.features(of: Style()) == [])
    #expect(names.features(of: Style(composer: "Bach", genre: "fugue")) == [])
    let all = names.features(
      of: Style(composer: "Żeleński", genre: "song", born: 1837, isSong: true))
    #expect(Set(all).count == 4)
    #expect(all.allSatisfy { (0..<Int32(StyleNames.featureCount)).contains($0) })
    #expect(names.features(of: Style(born: 1500)) == names.features(of: Style(born: 1600)))
    #expect(names.features(of: Style(born: 1801)) != names.features(of: Style(born: 1821)))
  }
}
