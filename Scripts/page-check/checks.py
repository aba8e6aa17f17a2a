"""What a listener does, and what is to come of it."""
import os
import time

import mido
from selenium.webdriver.common.keys import Keys

import focus

CURRENT = "document.querySelector('[aria-current]')?.dataset.seed"
SHOWN = "return shown().map(take => take.dataset.seed)"


def check(browser, table, takes, manifest):
    browser.open(os.path.join(takes, "index.html"))
    browser.unfold()
    check_rolls(browser, table, takes, manifest)
    check_player(browser, table, manifest)
    check_keys(browser, table)
    check_missing(browser, table, takes)
    check_stars(browser, table, takes)
    check_order(browser, table, manifest)
    focus.check(browser, table)
    check_readers(browser, table)
    asked = browser.requests()
    names = {name for entry in manifest for name in (entry["audio"]["name"], entry["midi"]["name"])}
    strange = [url for url in asked if not url.startswith(("data:", "blob:"))
               and not (url.startswith(f"file://{takes}/")
                        and url.rsplit("/", 1)[1].split("#")[0] in names | {"index.html"})]
    table.see("nothing is asked for but page and takes", asked and not strange, strange or len(asked))
    complaints = browser.complaints()
    table.see("the console is silent", not complaints, complaints or "")


def check_rolls(browser, table, takes, manifest):
    wrong = []
    for entry in manifest:
        seed = entry["seed"]
        drawn = browser.run("return notes(document.getElementById('seed-' + arguments[0]))", str(seed))
        expected = midi_notes(os.path.join(takes, entry["midi"]["name"]))
        if len(drawn) != len(expected) or any(
                abs(note["onset"] - onset) > 0.006 or abs(note["duration"] - duration) > 0.011
                or note["key"] != key or note["velocity"] != velocity
                for note, (onset, key, velocity, duration) in zip(drawn, expected)):
            wrong.append(seed)
    table.see("every note of the rolls is mido's", not wrong, wrong or "")
    browser.wait("inSight.size > 0")
    browser.run("id('seed-1').scrollIntoView()")
    colors = browser.run("""
        const canvas = id('seed-1').querySelector('canvas');
        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        const colors = new Set();
        for (let at = 0; at < pixels.length; at += 4)
          if (pixels[at + 3] === 255) colors.add(pixels.slice(at, at + 3).join());
        return colors.size""")
    table.see("a roll is drawn, in the colours of its velocities", colors > 5, f"{colors} colours")


def midi_notes(path):
    time, down, found = 0, {}, []
    for message in mido.MidiFile(path):
        time += message.time
        if message.type not in ("note_on", "note_off"):
            continue
        if message.note in down:
            onset, velocity = down.pop(message.note)
            found.append((onset, message.note, velocity, time - onset))
        if message.type == "note_on" and message.velocity > 0:
            down[message.note] = time, message.velocity
    return sorted(found)


def check_player(browser, table, manifest):
    browser.click("#seed-1 .play")
    table.see("a click on the button plays", browser.wait("!audio.paused && audio.currentTime > 0.3"))
    first = browser.run("return id('seed-1').querySelector('.cursor').style.transform")
    table.see("the cursor runs over the roll", browser.wait(
        f"id('seed-1').querySelector('.cursor').style.transform !== '{first}'"))
    browser.click("#seed-2 .roll", x=0.5)
    length = next(entry["seconds"] for entry in manifest if entry["seed"] == 2)
    table.see("a click on another roll plays it from there", browser.wait(
        f"{CURRENT} === '2' && !audio.paused && audio.currentTime > {length} / 2 - 0.2"))
    time = browser.run("return audio.currentTime")
    table.see("... from where it was clicked", abs(time - length / 2) < 1.5,
              f"{time:.2f} of {length:.2f} s")
    table.see("the button says pause", browser.run(
        "return id('seed-2').querySelector('.play').getAttribute('aria-label')")
        == "Pause seed 2")
    browser.click("#seed-2 .play")
    table.see("a second click pauses", browser.wait("audio.paused", 2))


def check_keys(browser, table):
    browser.run("document.activeElement.blur(); audio.currentTime = 0")
    browser.press(" ")
    table.see("space plays", browser.wait("!audio.paused && audio.currentTime > 0"))
    before = browser.run("return audio.currentTime")
    browser.press(Keys.ARROW_RIGHT)
    table.see("right skips five seconds ahead", browser.wait(
        f"audio.currentTime >= Math.min({before} + 5, length(current) - 0.1)", 1))
    browser.press(Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    table.see("left goes back", browser.wait(f"audio.currentTime < {before} + 2", 1))
    browser.press("n")
    table.see("n goes on to the next and plays it", browser.wait(
        f"{CURRENT} === '3' && !audio.paused && audio.currentTime > 0"))
    browser.press("p")
    table.see("p goes back to the last", browser.wait(f"{CURRENT} === '2' && !audio.paused"))
    browser.press(" ")
    table.see("space pauses", browser.wait("audio.paused", 2))
    browser.press("n", "n")
    table.see("n selects without playing", browser.wait(f"{CURRENT} === '4' && audio.paused", 2))
    table.see("the player says where it is", browser.run(
        "return id('time').textContent === `0:00 of ${clock(length(current))}`"))
    browser.press("a")
    browser.wait("!audio.paused && audio.currentTime > 0")
    browser.run("audio.currentTime = length(current) - 0.3")
    table.see("a plays all: one take follows the other", browser.wait(
        f"{CURRENT} === '5' && !audio.paused && audio.currentTime > 0"))
    browser.press("a", " ")
    browser.run("id('seed-7').querySelector('.roll').focus()")
    browser.press(Keys.END)
    table.see("keys on a roll act on its take", browser.wait(
        f"{CURRENT} === '7' && audio.currentTime > length(current) - 1", 3))
    browser.press(Keys.HOME)
    table.see("home goes to the beginning", browser.wait("audio.currentTime === 0", 3))
    browser.run("id('seeds').focus()")
    browser.press("n")
    table.see("a letter in a field is a letter",
              browser.run(f"return {CURRENT} === '7' && id('seeds').value === 'n'"))
    table.see("... and one that is no seed is marked",
              browser.run("return id('seeds').getAttribute('aria-invalid')") == "true")
    browser.press(Keys.BACKSPACE)
    browser.run("document.activeElement.blur()")


def check_missing(browser, table, takes):
    audio = os.path.join(takes, "seed-000009.flac")
    os.rename(audio, audio + ".away")
    browser.click("#seed-8 .play")
    browser.wait("!audio.paused && audio.currentTime > 0")
    browser.press("n")
    message = "id('message').textContent"
    table.see("a file that is missing is told of",
              browser.wait(f"{message}.startsWith('seed-000009.flac cannot be played')"))
    browser.press("p", "a")
    browser.wait(f"{CURRENT} === '8' && !audio.paused && audio.currentTime > 0")
    browser.run("audio.currentTime = length(current) - 0.3")
    table.see("playing all passes over it", browser.wait(
        f"{CURRENT} === '10' && !audio.paused && audio.currentTime > 0"))
    browser.press("a", "p")
    browser.wait(f"{CURRENT} === '9' && {message} !== '' && audio.paused")
    os.rename(audio + ".away", audio)
    browser.run("document.activeElement.blur()")
    browser.press(" ")
    table.see("once it is there it can be played", browser.wait(
        f"{CURRENT} === '9' && !audio.paused && audio.currentTime > 0 && {message} === ''"))
    browser.press(" ")
    # The browser says so itself.
    table.see("the console tells of nothing else", all(
        "seed-000009.flac" in complaint for complaint in browser.complaints()))
    browser.run("select(id('seed-7'))")


def check_stars(browser, table, takes):
    browser.press("s")
    browser.click("#seed-3 .star")
    browser.click("#seed-11 .star")
    browser.click("#seed-11 .star")
    browser.click("#seed-12 .star")
    browser.driver.refresh()
    browser.unfold()
    starred = browser.run("return [...stars].sort()")
    table.see("stars survive a reload", starred == ["12", "3", "7"], starred)
    pressed = browser.run("""return takes.filter(take =>
        take.querySelector('.star').getAttribute('aria-pressed') === 'true')
        .map(take => take.dataset.seed)""")
    table.see("... and are seen", pressed == ["3", "7", "12"], pressed)
    browser.choose("starred")
    table.see("those with a star alone can be shown", browser.run(SHOWN) == ["3", "7", "12"])
    browser.choose("kept")
    browser.run("id('stars').closest('details').open = true")
    browser.click("#save")
    path = os.path.join(os.path.dirname(takes), "starred.txt")
    wait_for(path)
    with open(path) as saved:
        table.see("their list is saved", saved.read() == "3\n7\n12\n")


def wait_for(path, seconds=10):
    end = time.monotonic() + seconds
    while not os.path.exists(path) and time.monotonic() < end:
        time.sleep(0.05)


def check_order(browser, table, manifest):
    columns = browser.run("return gallery.columns.map(column => column.name)")
    styles = browser.run("""return gallery.columns.map(
        (column, index) => takes.map(take => values.get(take)[index]))""")
    seeds = [str(entry["seed"]) for entry in manifest]
    wrong = []
    # Metres have an order that can be said; of other words a browser has its own.
    metre = columns.index("Metre")
    styles[metre] = [[int(number) for number in words.split("/")] for words in styles[metre]]
    for column, values in enumerate(styles):
        if column != metre and not all(isinstance(value, (int, float)) for value in values):
            continue
        if len({str(value) for value in values}) == 1:
            continue
        browser.run("id('sort').value = arguments[0]; id('sort').onchange()", str(column))
        for is_descending in (False, True):
            # Equal ones stay in the order of seeds, in both directions.
            ranked = sorted(
                range(len(seeds)), key=lambda at: values[at], reverse=is_descending)
            if browser.run(SHOWN) != [seeds[at] for at in ranked]:
                wrong.append(column)
            browser.click("#direction")
    table.see("every column sorts, both ways", not wrong, f"{len(styles)} columns {wrong or ''}")
    table.see("length and loudness are the manifest's", all(
        abs(styles[0][at] - entry["seconds"]) < 1e-9
        and abs(styles[columns.index("Loudness")][at] - entry["loudness"]) < 1e-9
        for at, entry in enumerate(manifest)))
    browser.run("id('sort').value = 'seed'; id('sort').onchange()")
    for name in ("Metre", "Key"):
        words = manifest[0][name.lower()]
        browser.run("""const menu = choices.find(({ column }) => column === Number(arguments[0])).menu;
            menu.value = `=${arguments[1]}`; menu.onchange()""", str(columns.index(name)), words)
        table.see(f"takes are chosen by {name.lower()}", browser.run(SHOWN) == [
            str(entry["seed"]) for entry in manifest if entry[name.lower()] == words], words)
        browser.click("#clear")
    lengths = sorted(entry["seconds"] for entry in manifest)
    middle = (lengths[5] + lengths[6]) / 2
    browser.one("#least").send_keys(f"{middle:.3f}")
    table.see("a column filters", browser.run(SHOWN) == [
        str(entry["seed"]) for entry in manifest if entry["seconds"] >= round(middle, 3)])
    browser.one("#seeds").send_keys("2-4, 9")
    table.see("together with seeds", browser.run(SHOWN) == [
        str(entry["seed"]) for entry in manifest
        if entry["seconds"] >= round(middle, 3) and entry["seed"] in (2, 3, 4, 9)])
    browser.click("#clear")
    table.see("show all shows all", browser.run(SHOWN) == seeds)
    browser.run("id('sort').value = 'star'; id('sort').onchange()")
    table.see("those with a star can come first", browser.run(SHOWN)[:3] == ["3", "7", "12"])
    browser.run("id('sort').value = 'seed'; id('sort').onchange()")


def check_readers(browser, table):
    browser.run("id('seed-5').scrollIntoView()")
    browser.wait("inSight.has(id('seed-5'))")
    nodes = browser.accessible()
    nameless = [role for role, name in nodes
                if role in ("button", "slider", "combobox", "textbox", "checkbox", "link", "region")
                and not name.strip()]
    table.see("a screen reader finds a name for everything", not nameless, nameless or "")
    table.see("... and each take's button and position",
              ("button", "Play seed 5") in nodes and ("slider", "Position in seed 5") in nodes)


def check_widths(browser, table, pictures):
    """Also takes pictures into a folder, where there is one."""
    if pictures:
        os.makedirs(pictures, exist_ok=True)
    for name, width, height, scheme, is_phone in [
            ("wide-light", 1280, 900, "light", False), ("wide-dark", 1280, 900, "dark", False),
            ("narrow-light", 390, 844, "light", True), ("narrow-dark", 390, 844, "dark", True)]:
        browser.emulate(width, height, scheme, is_phone)
        browser.run("id('tools').open = !arguments[0]; id('stars').closest('details').open = false", is_phone)
        browser.run("scrollTo(0, 0)")
        if browser.run("return current === null"):
            browser.click("#seed-1 .roll", x=0.4)
            browser.wait("audio.currentTime > 1")
            browser.press(" ")
        browser.wait("false", 0.5)
        found = browser.run("return document.documentElement.scrollWidth")
        table.see(f"{name}: the page fits into the window", found <= width, f"{found} of {width}")
        if pictures:
            browser.driver.save_screenshot(os.path.join(pictures, f"{name}.png"))
