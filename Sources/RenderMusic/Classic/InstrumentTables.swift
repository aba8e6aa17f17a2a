// Made by Scripts/music21-instruments.py; change that, not this.
//
// The tables are those of music21 10.5.1, which comes under this licence:
//
// Copyright (c) 2006-2026, Michael Scott Asato Cuthbert. All rights reserved.
//
// Redistribution and use in source and binary forms, with or without modification, are permitted
// provided that the following conditions are met:
//
// 1. Redistributions of source code must retain the above copyright notice, this list of conditions
//    and the following disclaimer.
// 2. Redistributions in binary form must reproduce the above copyright notice, this list of
//    conditions and the following disclaimer in the documentation and/or other materials provided
//    with the distribution.
// 3. Neither the name of the copyright holder nor the names of its contributors may be used to
//    endorse or promote products derived from this software without specific prior written
//    permission.
//
// THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR
// IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND
// FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR
// CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
// DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE,
// DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY,
// WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY
// WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.

/// music21's knowledge of instruments.
enum InstrumentTables {
  /// The kind of instrument of each General MIDI program.
  static let programs = """
    Piano Piano ElectricPiano Piano ElectricPiano ElectricPiano Harpsichord Clavichord Celesta \
    Glockenspiel Glockenspiel Vibraphone Marimba Xylophone TubularBells Dulcimer ElectricOrgan \
    ElectricOrgan ElectricOrgan PipeOrgan ReedOrgan Accordion Harmonica Accordion AcousticGuitar \
    AcousticGuitar ElectricGuitar ElectricGuitar ElectricGuitar ElectricGuitar ElectricGuitar \
    ElectricGuitar AcousticBass ElectricBass ElectricBass FretlessBass ElectricBass ElectricBass \
    ElectricBass ElectricBass Violin Viola Violoncello Contrabass StringInstrument \
    StringInstrument Harp Timpani StringInstrument StringInstrument StringInstrument \
    StringInstrument Choir Vocalist Vocalist Sampler Trumpet Trombone Tuba Trumpet Horn \
    BrassInstrument BrassInstrument BrassInstrument SopranoSaxophone AltoSaxophone \
    TenorSaxophone BaritoneSaxophone Oboe EnglishHorn Bassoon Clarinet Piccolo Flute Recorder \
    PanFlute PanFlute Shakuhachi Whistle Ocarina Sampler Sampler Sampler Sampler Sampler Sampler \
    Sampler Sampler Sampler Sampler Sampler Sampler Sampler Sampler Sampler Sampler Sampler \
    Sampler Sampler Sampler Sampler Sampler Sampler Sampler Sitar Banjo Shamisen Koto Kalimba \
    Bagpipes Violin Shehnai Glockenspiel Agogo SteelDrum Woodblock Taiko TomTom Sampler Sampler \
    Sampler Sampler Sampler Sampler Sampler Sampler Sampler Sampler
    """

  /// Kinds of instruments with their names, and the more general kinds that each belongs to.
  static let kinds = """
    Accordion:Accordion:Organ
    AcousticBass:Acoustic Bass:StringInstrument
    AcousticGuitar:Acoustic Guitar:StringInstrument
    Agogo:Agogo:UnpitchedPercussion Percussion
    Alto:Alto:Vocalist
    AltoSaxophone:Alto Saxophone:Saxophone WoodwindInstrument
    Bagpipes:Bagpipes:WoodwindInstrument
    Banjo:Banjo:StringInstrument
    Baritone:Baritone:Vocalist
    BaritoneSaxophone:Baritone Saxophone:Saxophone WoodwindInstrument
    Bass:Bass:Vocalist
    BassClarinet:Bass clarinet:Clarinet WoodwindInstrument
    BassDrum:Bass Drum:UnpitchedPercussion Percussion
    BassTrombone:Bass Trombone:Trombone BrassInstrument
    Bassoon:Bassoon:WoodwindInstrument
    BongoDrums:Bongo Drums:UnpitchedPercussion Percussion
    BrassInstrument:Brass:
    Castanets:Castanets:UnpitchedPercussion Percussion
    Celesta:Celesta:KeyboardInstrument
    Choir:Choir:Vocalist
    ChurchBells:Church Bells:PitchedPercussion Percussion
    Clarinet:Clarinet:WoodwindInstrument
    Clavichord:Clavichord:KeyboardInstrument
    Conductor:Conductor:
    CongaDrum:Conga Drum:UnpitchedPercussion Percussion
    Contrabass:Contrabass:StringInstrument
    Contrabassoon:Contrabassoon:Bassoon WoodwindInstrument
    Cowbell:Cowbell:UnpitchedPercussion Percussion
    CrashCymbals:Crash Cymbals:Cymbals UnpitchedPercussion Percussion
    Cymbals:Cymbals:UnpitchedPercussion Percussion
    Dulcimer:Dulcimer:PitchedPercussion Percussion
    ElectricBass:Electric Bass:StringInstrument
    ElectricGuitar:Electric Guitar:StringInstrument
    ElectricOrgan:Electric Organ:Organ
    ElectricPiano:Electric Piano:Piano KeyboardInstrument
    EnglishHorn:English Horn:WoodwindInstrument
    FingerCymbals:Finger Cymbals:Cymbals UnpitchedPercussion Percussion
    Flute:Flute:WoodwindInstrument
    FretlessBass:Fretless Bass:StringInstrument
    Glockenspiel:Glockenspiel:PitchedPercussion Percussion
    Gong:Gong:PitchedPercussion Percussion
    Handbells:Handbells:PitchedPercussion Percussion
    Harmonica:Harmonica:
    Harp:Harp:StringInstrument
    Harpsichord:Harpsichord:KeyboardInstrument
    HiHatCymbal:Hi-Hat Cymbal:Cymbals UnpitchedPercussion Percussion
    Horn:Horn:BrassInstrument
    Kalimba:Kalimba:PitchedPercussion Percussion
    KeyboardInstrument:Keyboard:
    Koto:Koto:StringInstrument
    Lute:Lute:StringInstrument
    Mandolin:Mandolin:StringInstrument
    Maracas:Maracas:UnpitchedPercussion Percussion
    Marimba:Marimba:PitchedPercussion Percussion
    MezzoSoprano:Mezzo-Soprano:Soprano Vocalist
    Oboe:Oboe:WoodwindInstrument
    Ocarina:Ocarina:Flute WoodwindInstrument
    Organ:Organ:
    PanFlute:Pan Flute:Flute WoodwindInstrument
    Percussion:Percussion:
    Piano:Piano:KeyboardInstrument
    Piccolo:Piccolo:Flute WoodwindInstrument
    PipeOrgan:Pipe Organ:Organ
    PitchedPercussion:Percussion:Percussion
    Ratchet:Ratchet:UnpitchedPercussion Percussion
    Recorder:Recorder:Flute WoodwindInstrument
    ReedOrgan:Reed Organ:Organ
    RideCymbals:Ride Cymbals:Cymbals UnpitchedPercussion Percussion
    Sampler:Sampler:KeyboardInstrument
    SandpaperBlocks:Sandpaper Blocks:UnpitchedPercussion Percussion
    Saxophone:Saxophone:WoodwindInstrument
    Shakuhachi:Shakuhachi:Flute WoodwindInstrument
    Shamisen:Shamisen:StringInstrument
    Shehnai:Shehnai:WoodwindInstrument
    Siren:Siren:UnpitchedPercussion Percussion
    Sitar:Sitar:StringInstrument
    SizzleCymbal:Sizzle Cymbal:Cymbals UnpitchedPercussion Percussion
    SleighBells:Sleigh Bells:UnpitchedPercussion Percussion
    SnareDrum:Snare Drum:UnpitchedPercussion Percussion
    Soprano:Soprano:Vocalist
    SopranoSaxophone:Soprano Saxophone:Saxophone WoodwindInstrument
    SplashCymbals:Splash Cymbals:Cymbals UnpitchedPercussion Percussion
    SteelDrum:Steel Drum:PitchedPercussion Percussion
    StringInstrument:StringInstrument:
    SuspendedCymbal:Suspended Cymbal:Cymbals UnpitchedPercussion Percussion
    Taiko:Taiko:UnpitchedPercussion Percussion
    TamTam:Tam-Tam:UnpitchedPercussion Percussion
    Tambourine:Tambourine:UnpitchedPercussion Percussion
    TempleBlock:Temple Block:UnpitchedPercussion Percussion
    Tenor:Tenor:Vocalist
    TenorDrum:Tenor Drum:UnpitchedPercussion Percussion
    TenorSaxophone:Tenor Saxophone:Saxophone WoodwindInstrument
    Timbales:Timbales:UnpitchedPercussion Percussion
    Timpani:Timpani:PitchedPercussion Percussion
    TomTom:Tom-Tom:UnpitchedPercussion Percussion
    Triangle:Triangle:UnpitchedPercussion Percussion
    Trombone:Trombone:BrassInstrument
    Trumpet:Trumpet:BrassInstrument
    Tuba:Tuba:BrassInstrument
    TubularBells:Tubular Bells:PitchedPercussion Percussion
    Ukulele:Ukulele:StringInstrument
    UnpitchedPercussion:Percussion:Percussion
    Vibraphone:Vibraphone:PitchedPercussion Percussion
    Vibraslap:Vibraslap:UnpitchedPercussion Percussion
    Viola:Viola:StringInstrument
    Violin:Violin:StringInstrument
    Violoncello:Violoncello:StringInstrument
    Vocalist:Music21Voice:
    Whip:Whip:UnpitchedPercussion Percussion
    Whistle:Whistle:Flute WoodwindInstrument
    WindMachine:Wind Machine:UnpitchedPercussion Percussion
    Woodblock:Woodblock:UnpitchedPercussion Percussion
    WoodwindInstrument:Woodwind:
    Xylophone:Xylophone:PitchedPercussion Percussion
    """

  /// Words for kinds of instruments in six languages, and abbreviations.
  static let phrases = """
    Accordion: accordéon, akkordeon, handharmonika, ziehharmonika, fisarmonica, acordeón, acc, \
    accdn, accordion, accordeon, acordeon
    AcousticBass: basse acoustique, bajo acústico, ac b, acoustic bass, bajo acustico
    AcousticGuitar: guitare, guitare acoustique, guitarre, akustikgitarre, gitarre, chitarra, \
    chitarra acustica, guitarra, guitarra acústica, ac gtr, acoustic guitar, guitar, guitarra \
    acustica
    Agogo: agogo
    Alto: alto, contralto, alt
    AltoSaxophone: saxophon alto, saxophone alto, altsaxophon, sassofono alto, sassofono \
    contralto, saxofono alto, saxofono contralto, saxofón alto, saxofóno alto, a sax, sax a, \
    alto saxophone, saxofon alto
    Bagpipes: cornemuse, dudelsack, cornamuse, gaita, bag, bagpipe, bagpipes
    Banjo: bj, bjo, banjo
    Baritone: bariton, baryton, baritono, barítono, bar, baritone
    BaritoneSaxophone: saxophone baryton, baritonsaxophon, sassofono baritono, saxofono \
    baritono, saxofón del barítono, saxofóno barítono, bar sax, baritone saxophone, saxofon del \
    baritono
    Bass: basse, basso, bas, bajo, bass
    BassClarinet: clarinette basse, bassklarinette, clarinetto basso, clarinete bajo, b cl, bcl, \
    bkl, bs cl, bass clarinet
    BassDrum: grosse caisse, tambour bata, grosse trommel, cassa, gran cassa, grancassa, \
    tamborone, tamburo grande, tamburo grosso, bombo, gran caja, b dr, cr tr, g c, gr cassa, \
    bass drum, turkish drum
    BassTrombone: trombone basse, bass posaune, bassposaune, trombone basso, trombón bajo, bass \
    trombone
    Bassoon: basson, bassons, fagott, fagotte, fagotten, fagotti, fagotto, fagot, bn, bs, bsn, \
    bssn, fag, fg, bassoon, bassoons
    BongoDrums: bongos, tambours bongo, bonghi, tamburi bongo, bongo tambores, bgo dr, bongo \
    drums
    BrassInstrument: cuivres, instrument à vent de cuivres, blechblasinstrument, brass \
    instrument
    Castanets: castagnettes, kastagnetten, castagnette, nacchere, castañuelas, cas, casts, kas, \
    castanets, castanuelas
    Celesta: célesta, celeste, chelesta, cel, clst, celesta
    Choir: ch, choir
    ChurchBells: church bells
    Clarinet: clarinette, clarinettes, klarinette, klarinetten, clarinetti, clarinetti bassi, \
    clarinetto, klarnet, clarinete, clarinetes, cl, kl, clarinet, clarinets
    Clavichord: clavicorde, klavichord, clavicordo, klavikord, clavicordio, clv, clvd, \
    clavichord
    Conductor: conductor
    CongaDrum: conga, tambour congo, tumbadora, tumba, congas, cga dr, conga drum
    Contrabass: contrebasse, contrebasses, kontrabass, kontrabässe, contrabassi, contrabasso, \
    contrabbasso, contrabajo, contrabajos, cb, contrabass, contrabasses, double bass, double \
    basses
    Contrabassoon: contrebasson, contrebassons, kontrafagott, kontrafagotte, contrafagotti, \
    contrafagotto, contrafagot, c bsn, cbsn, contrabassoon, contrabassoons
    Cowbell: cloches de vache, cloches à vache, gencerros, sonnailles, herdenglocken, \
    kuhglocken, viehschellen, campanacci, campanelli da mucca, campanelli di vacca, campanos, \
    cencerros, cwb, cowbells, cloches a vache
    CrashCymbals: crash, cymbales, becken gewönlich, crashbecken, cinelli, piatti, piatti di \
    crash, platillos crash, platillos de choque, cym, crash cymbals, becken gewonlich
    Cymbals: becken, cimbales, címbalos, platillos, platos, cymbals
    Dulcimer: tympanon, hackbrett, salterio, tsimbaly, dulcema, dulcimer
    ElectricBass: basse électrique, basso elettrico, bajo eléctrico, elec b, electric bass, bajo \
    electrico, basse electrique
    ElectricGuitar: guitare électrique, guitarre électrique, elektrische gitarre, stromgitarre, \
    chitarra elettrica, guitarra eléctrica, e gtr, elec gtr, electric guitar, guitare \
    electrique, guitarra electrica, guitarre electrique
    ElectricOrgan: orgue électrique, elektrische orgel, organo elettrico, órgano eléctrico, elec \
    org, electric organ, organo electrico, orgue electrique
    ElectricPiano: electric piano
    EnglishHorn: cor anglais, englischhorn, corno, corno inglese, angliiskii rozhok, corneta \
    inglesa, corno inglés, cuerno inglés, cor ang, e h, e hn, eng hn, english horn, english \
    horns, corno ingles, cuerno ingles
    FingerCymbals: cymbales digitales, sagates, sagattes, zill, zills, fingerzimbeln, cimbalini, \
    dita piatti, chinchines, crótalos, fing cym, finger cymbals, zils, crotalos
    Flute: flûte, flûte traversière, flûtes, grande flûte, flöte, flöten, querflöte, flauti, \
    flauto, flauto traverso, fleita, flauta, flauta de boehm, flauta de concierto, flauta \
    traversa, flauta travesera, flautas, fl, flute, flutes, transverse flute, flote, flute \
    traversiere, grande flute, querflote
    FretlessBass: basse fretless, fretless, fretless bass
    Glockenspiel: jeu de clochettes, jeu de timbres, lyra, campanelli, metallofono, campanólogo, \
    de timbres, juego, juego de timbres, liro, órgano de, órgano de campanas, glck, glock, glsp, \
    gsp, bell lira, bell lyre, chimes, glockenspiel, orchestra bells, campanologo, organo de, \
    organo de campanas
    Gong: tamtam, gng, gong
    Handbells: clochettes, clochettes à main, clochettes à mains, handglocken, campanelli a \
    mano, campanas de mano, handbells, clochettes a main
    Harmonica: mundharmonika, armonica, armonica a bocca, armónica de boca, harmónica, hmca, \
    harmonica, mouth organ, armonica de boca
    Harp: harpe, harpes, harfe, harfen, arpa, arpe, arfa, arpas, arp, hp, hpe, hrp, harp, harps
    Harpsichord: clavecin, clavessin, claveçin, arpicordo, cembalo, clavicembalo, clavicimbel, \
    kielflügel, cimbalo, chembalo, klavesin, clave, clavecémbalo, clavecín, clavicémbalo, \
    clavicímbalo, cémbalo, gravicémbalo, hpd, hpschd, harpsichord, clavecembalo, clavicimbalo, \
    gravicembalo, kielflugel
    HiHatCymbal: charleston, cymbale à pédale, fussbecken, ständerbecken, piatti a pedale, \
    charles, hi hat, sock cymbal
    Horn: cor, cor français, corne, cors, hörner, ventilhorn, corni, corno francese, gorn, rog, \
    rozhok, corno francés, cornos francese, cuerno, de pistones, trompa, trompas, hn, french \
    horn, french horns, horn, horns, corno frances
    Kalimba: kal, kalimba
    KeyboardInstrument: keyboard instrument
    Koto: koto
    Lute: luth, laute, liuto, laúd, lute
    Mandolin: mandoline, mandolino, mandolina, mand, mdln, mandolin
    Maracas: maracas
    Marimba: marimbaphon, mar, marimba
    MezzoSoprano: mezzosopran, mezzosoprano, mez, mezz, mz
    Oboe: hautbois, hoboe, oboen, oboi, goboi, oboes, hb, ob, oboe
    Ocarina: okarina, oc, ocarina
    Organ: orgue, orgel, organi, organo, organ
    PanFlute: flûte de pan, syrinx, hirtenflöte, panflöte, papagenopfeife, flauto di pan, \
    siringa, flauta de pan, flautas de pan, zampoñas, p fl, pan flute, pan pipe, panflute, \
    panpipes, flute de pan, hirtenflote, panflote, zamponas
    Percussion: batterie, instrument à percussion, perkussionsinstrument, schlaginstrument, \
    schlagzeug, batteria, percussione, stromento a percossa, stromento a percussione, strumento \
    a percossa, strumento a percussione, batería, instrumento de percusión, percusión, \
    percussion, percussion instrument
    Piano: pianoforte, klavier, pf, pfte, pno, piano
    Piccolo: flûte piccolo, petite flûte, kleine flöte, octavflöte, pickelflöte, pikkolo, \
    pikkoloflöte, flauto piccolo, ottavino, fleita pikkolo, malaia fleita, flauta piccolo, \
    flautín, octavillo, pic, picc, octave flute, piccolo, flautin, flute piccolo, kleine flote, \
    octavflote, petite flute, pickelflote, pikkoloflote
    PipeOrgan: orgue à tuyaux, pfeifenorgel, organo a canne, órgano de tubos, p org, pipe organ, \
    organo de tubos, orgue a tuyaux
    PitchedPercussion: pitched percussion
    Ratchet: crécelle, rochet, knarre, ratsche, schnarre, cricchetto, raganella, carraca, \
    matraca, trinquete, ratchet, rattle, crecelle
    Recorder: droite, flûte douce, flûte droite, flûte à bec, beckflöte, blockflöte, \
    schnabelflöte, a becco, dritto, flauto a becco, flauto diritto, flauto dolce, flauto dritto, \
    registratore, blokfleita, de pico, dulce, flauta de pico, flauta dulce, flauta recta, \
    grabadora, rec, recorder, beckflote, blockflote, flute a bec, flute douce, flute droite, \
    schnabelflote
    ReedOrgan: roseau organe, harmonium, caña de órganos, reed organ, cana de organos
    RideCymbals: ride cymbals
    Sampler: sampler
    SandpaperBlocks: blocs de papier de verre, papier de verre, sandblöcke, sandpapier, \
    sandpapier blöcke, blocchi di carta vetrata, carta vetrata, ceppi di carta vetro, bloques de \
    papel de lija, papel de lija, sand bl, sandpaper blocks, sandblocke, sandpapier blocke
    Saxophone: saxophons, saxophon, sassofoni, sassofono, sax, saxofono, saksofon, saxofón, \
    saxofóno, saxofóns, saxófono, saxophone, saxophones, saxofon
    Shakuhachi: shk fl, shakuhachi
    Shamisen: shamisen
    Shehnai: shn, shehnai
    Siren: sirène, sirene, sirena, sirena a mano, siren
    Sitar: sit, sitar
    SizzleCymbal: cymbale sur tiges, grésillement cymbale, nietenbecken, piatto chiodati, \
    sfrigolio piatto, chisporroteo de platillos, platillo sizzle, sizzle cymbal, gresillement \
    cymbale
    SleighBells: grelots, pferdeschlittenglocken, rollschellen, schellen, sonagli, sonagliera, \
    cascabels, jingle bells, sleigh bells
    SnareDrum: caisse claire, tambour, kleine trommel, leinentrommel, marschtrommel, \
    schnarrtrommel, cassa chiara, rullante, tamburo militare, frantsuzskii baraban, caja clara, \
    con tensores, redoblante, tambor afinable, tambor militar pequeño, c c, sn dr, snare drum, \
    tambor militar pequeno
    Soprano: sopran, s, soprano, sopranos
    SopranoSaxophone: saxophone soprano, sopransaxophon, sassofono soprano, saxofono soprano, \
    saxo soprano, saxofóno soprano, s sax, soprano saxophone
    SplashCymbals: splash cymbals
    SteelDrum: tambour en acier, stahltrommel, steeldrum, cestello in acciaio, tambor de acero, \
    tambor metálico de trinidad y tobago, st dr, pan, steel drum, steel drums, steel pan, steel \
    pans, tambor metalico de trinidad y tobago
    StringInstrument: cordes, instrument à cordes, saiteninstrument, streicher, archi, stromento \
    archi, strumento archi, cuerdas, instrumento de cuerda, string instrument, strings
    SuspendedCymbal: cymbale suspendue, becken freihängend, hängebecken, hängendes becken, \
    türkisches hängebecken, piatto sospeso, platillo suspendido, platillos suspendidos, \
    suspended cymbal, becken freihangend, hangebecken, hangendes becken, turkisches hangebecken
    Taiko: taiko
    TamTam: bullseye gong, chau gong
    Tambourine: tambour de basque, tambourin, schellentrommel, tamburin, tamburello, tamburino, \
    tamburo basco, pandereta, tambor de mano, tamb, tmbn, marine, tambourine
    TempleBlock: temple bloc, tempio di blocco, templo de bloque, temp bl, temple block
    Tenor: taille, ténor, tenore, t, tenor
    TenorDrum: caisse roulante, ténor tambour, rührtrommel, tenortrommel, wirbeltrommel, cassa \
    rullante, tamburo rullante, tsilindricheskii baraban, caja redoblante, caja rodante, el \
    tenor del tambor, tambor mayor, ten dr, tenor drum, ruhrtrommel, tenor tambour
    TenorSaxophone: saxophone ténor, tenorsaxophon, sassofono tenore, saxofono tenore, saxo \
    tenor, saxofóno tenor, t sax, tenor saxophone, saxofono tenor, saxophone tenor
    Timbales: timbales, timbales créoles, timbales cubaines, timbales latines, timbales \
    latinoamericani, timpanetti, pailas criollas, tim, timbales creoles
    Timpani: timbale, kesselpauke, kesseltrommel, pauke, pauken, timballi, timballo, timpano, \
    tympani, litavra, atabal, timbal, timbals, tímpanos, k dr, pk, timp, kettle drums, timpani, \
    timpanos
    TomTom: tom, tom tom, tomtom
    Triangle: dreieck, triangel, triangolo, triángulo, trgl, tri, triangle, triangulo
    Trombone: trombone, trombones, posaune, posaunen, tromboni, trombon, trombons, trombón, \
    tbni, trb
    Trumpet: trompette, trompettes, trompete, trompeten, clarino, tromba, trombe, truba, \
    trompeta, trompetas, tbe, tpt, tr, trumpet, trumpets
    Tuba: tubas, tb, tba, tuba
    TubularBells: cloches, cloches tubolaires, cloches tubulaires, glocken, rohrenglocke, \
    röhrenglocke, röhrenglocken, campane, campane tubolari, campane tubulari, campanas, campanas \
    tubulares, tubular bells, rohrenglocken
    Ukulele: ukulélé, ukelele, uke, ukulele
    UnpitchedPercussion: unpitched percussion
    Vibraphone: vibraphon, vibrafono, vibráfon, vibráfono, vib, vibes, vibr, vibraharp, \
    vibraphone
    Vibraslap: vibraslap
    Viola: altos, altgeige, bratsche, bratschen, viole, violas, br, va, vla, viola
    Violin: violon, violons, geige, violine, violinen, violini, violino, skripka, violines, \
    violín, vio, vl, vln, vlon, vn, vni, violin, violins
    Violoncello: violoncelle, violoncelles, cello, violoncell, violoncelli, violoncello, chelo, \
    chelos, violoncelo, violoncelos, violonchelo, violonchelos, vc, vcelle, vcl, vlc, cellos, \
    violoncellos
    Vocalist: chant, chanteur, chanteuse, voix, singstimme, stimme, canto, voca, voce, golos, \
    voz, v, voc, voice
    Whip: fouet, holzklapper, peitsche, frusta, látigo, slapstick, whip, latigo
    Whistle: siffler, pfeifen, fischio, silbar, whs, whistle
    WindMachine: eoliphone, machine à vent, éoliphone, aeolophon, windmaschine, eolifono, \
    macchina del vento, machina a venti, el viento de la máquina, máquina de viento, \
    windmachine, wind machine, el viento de la maquina, machine a vent, maquina de viento
    Woodblock: bloc de bois, holzblock, holzschnitt, blocco di legno, blocco di legno cinese, \
    cassetina, xilografia, bloques de madera, caja china, wd bl, woodblock
    WoodwindInstrument: instrument à vent, instrument à vent en bois, blasinstrument, \
    holzblasinstrument, legni, stromento a fiato, strumento a fiato, instrumento de madera, \
    instrumento de viento, wind instrument, woodwind instrument
    Xylophone: claquebois, harmonica de bois, échelettes, strohfiedel, xylophon, gigelira, \
    silofono, xilifono, xilofono, ksilofon, xilofón, xilofóno, xilófono, xil, xyl, xylophone, \
    echelettes, xilofon
    """
}
