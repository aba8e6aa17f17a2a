"""The page as a place to listen: the large take, comparing, rejecting, going on, and what is said."""
import os

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

import axe

CURRENT = "current.dataset.seed"
SHOWN = "return shown().map(take => take.dataset.seed)"
SHORTEST = 24


def check(browser, table, takes, manifest):
    record_media_keys(browser)
    browser.open(os.path.join(takes, "index.html"))
    browser.run("localStorage.clear()")
    browser.driver.refresh()
    check_titles(browser, table, manifest)
    check_large(browser, table, manifest)
    check_scrubbing(browser, table)
    check_comparing(browser, table)
    check_verdicts(browser, table)
    check_filters(browser, table)
    check_view(browser, table, manifest)
    check_media_keys(browser, table)
    check_longer(browser, table, manifest)
    check_help(browser, table)
    check_targets(browser, table)
    for scheme in ("light", "dark"):
        for name, width, height, is_phone in [("wide", 1440, 900, False), ("narrow", 390, 844, True)]:
            browser.emulate(width, height, scheme, is_phone)
            browser.run("id('tools').open = true; id('stars').closest('details').open = true")
            axe.see(browser, table, f"{name}, {scheme}")
    browser.emulate(1200, 900, "light")
    browser.run("localStorage.clear()")
    complaints = browser.complaints()
    table.see("the console was silent while listening", not complaints, complaints or "")


def record_media_keys(browser):
    browser.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": """
        const set = MediaSession.prototype.setActionHandler;
        MediaSession.prototype.setActionHandler = function (name, action) {
          (window.mediaKeys ??= {})[name] = action;
          set.call(this, name, action);
        };"""})


def check_titles(browser, table, manifest):
    titles = browser.run("return takes.map(take => take.querySelector('h2').textContent.replaceAll('\\u00a0', ' '))")
    wrong = [title for title, entry in zip(titles, manifest)
             if not title.startswith(f"{entry['key']} · {entry['metre']} · {int(entry['tempo'] + 0.5)} bpm")]
    table.see("each take is called by its key, metre, tempo, form and style", not wrong, wrong or titles[0])
    top = browser.run("return [id('stage').getBoundingClientRect().top, id('verdict').getBoundingClientRect().top]")
    table.see("music comes before controls", top[0] <= top[1] and browser.run(
        "return id('stage').compareDocumentPosition(id('listing')) === Node.DOCUMENT_POSITION_FOLLOWING"))
    table.see("the first take is there, and nothing of it was loaded", browser.run(
        f"return {CURRENT} === '{manifest[0]['seed']}' && audio.readyState === 0"))


def check_large(browser, table, manifest):
    found = browser.run("return [staged.notes.length, staged.bars.length, staged.sections.map(({ name }) => name)]")
    table.see("the current take is large, with its notes, bars and sections", found[0] == manifest[0]["notes"]
              and found[1] > 4 and " ".join(found[2]) == manifest[0]["form"], found)
    browser.click("#large", x=-0.3 + 0.5)
    browser.wait("!audio.paused && audio.currentTime > 0")
    browser.press(" ")
    lit = """
        const note = staged.notes[arguments[0]];
        seek(note.onset + Math.min(note.duration / 2, 0.05));
        const now = audio.currentTime;
        const keys = new Set(staged.notes.filter(({ onset, duration }) => onset <= now && now < onset + duration)
          .map(({ key }) => key));
        const canvas = id('sounding');
        const context = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
        context.drawImage(canvas, 0, 0);
        const { y, row } = frame();
        const found = keysInSight().filter(key => context.getImageData(
          3 * devicePixelRatio, (y(key) + row / 2) * devicePixelRatio, 1, 1).data[3] > 0);
        return [[...keys].sort((a, b) => a - b), found];"""
    wrong = []
    for note in (0, 20, 50):
        sounding, found = browser.run(lit, note)
        if sounding != found or not found:
            wrong.append((sounding, found))
    table.see("the keys of the notes that sound are lit, and no others", not wrong, wrong or found)
    browser.run("seek(0)")
    browser.press(".")
    table.see("a full stop goes a bar ahead", browser.run(
        "return Math.abs(audio.currentTime - staged.bars[1].start) < 0.02"))
    browser.press(".", ",", ",")
    table.see("... and a comma back", browser.run("return audio.currentTime < staged.bars[1].start"))
    browser.press("z")
    browser.run("seek(8)")
    window = browser.run("const { start, end } = frame(); return [start, end]")
    table.see("a close-up shows some seconds around the place", window == [4, 20], window)
    browser.press("z")


def check_scrubbing(browser, table):
    large = browser.one("#large")
    width = large.size["width"]
    ActionChains(browser.driver).move_to_element_with_offset(large, 0, 0).perform()
    said = browser.run("return id('pointed').hidden ? '' : id('pointed').textContent")
    at = browser.run("""const box = large.getBoundingClientRect();
        return clock(Math.floor(timeAt(Math.round(box.left + box.width / 2))))""")
    table.see("the pointer shows its time, bar and section", said.startswith(at) and "bar" in said, said)
    ActionChains(browser.driver).move_to_element_with_offset(large, -width // 4, 0).click_and_hold() \
        .move_by_offset(width // 4, 0).perform()
    place = browser.run("return [audio.currentTime, length(current) / 2, audio.paused]")
    table.see("drawing the pointer along seeks", abs(place[0] - place[1]) < 2 and place[2], place)
    ActionChains(browser.driver).release().perform()
    table.see("... and plays from there when it is let go", browser.wait("!audio.paused", 3))
    browser.press(" ")
    roll = browser.one("#seed-3 .roll")
    ActionChains(browser.driver).move_to_element(roll).perform()
    said = browser.run("return id('pointed').hidden ? '' : id('pointed').textContent")
    half = browser.run("return clock(Math.floor(length(id('seed-3')) / 2))")
    table.see("... on the rolls of the list as well", said == half, f"{said} {half}")


def check_comparing(browser, table):
    browser.run("select(id('seed-1'))")
    browser.click("#keep")
    browser.run("select(id('seed-4')); seek(3)")
    browser.click("#play")
    browser.wait("!audio.paused && audio.currentTime > 3")
    browser.press("x")
    table.see("x switches to the other take at the same place", browser.wait(
        f"{CURRENT} === '1' && !audio.paused && audio.currentTime > 3 && audio.currentTime < 6"),
        browser.run("return audio.currentTime"))
    browser.press("x")
    table.see("... and back", browser.wait(f"{CURRENT} === '4' && !audio.paused && audio.currentTime > 3"))
    table.see("the button names the other", browser.run("return id('switch').textContent") == "Switch to seed 1")
    browser.press("c", " ")
    table.see("c ends it", browser.run("return compared === null && id('switch').hidden"))


def check_verdicts(browser, table):
    browser.run("select(id('seed-2'))")
    browser.click("#play")
    browser.wait("!audio.paused && audio.currentTime > 0")
    browser.press("r")
    seeds = browser.run(SHOWN)
    table.see("r rejects: the take is gone, and the next one plays", "2" not in seeds and browser.wait(
        f"{CURRENT} === '3' && !audio.paused && audio.currentTime > 0"), browser.run("return id('done').textContent"))
    browser.press("s")
    table.see("after a star the next one plays", browser.wait(
        f"{CURRENT} === '4' && !audio.paused && stars.has('3')"))
    browser.press("u")
    table.see("u takes it back, and returns", browser.run(f"return {CURRENT} === '3' && !stars.has('3')"))
    browser.press(" ")
    browser.click("#seed-7 .reject")
    table.see("a rejection in the list leaves the current take", browser.run(
        f"return {CURRENT} === '3' && rejected.has('7')"))
    browser.click("#seed-5 .star")
    browser.driver.refresh()
    found = {}
    for verdict in ("kept", "undecided", "starred", "rejected", "all"):
        browser.choose(verdict)
        found[verdict] = browser.run(SHOWN)
    every = found["all"]
    table.see("the rejected ones are kept, and shown where asked for", found["rejected"] == ["2", "7"]
              and found["starred"] == ["5"] and len(every) == 12
              and found["kept"] == [seed for seed in every if seed not in ("2", "7")]
              and found["undecided"] == [seed for seed in every if seed not in ("2", "5", "7")], found["rejected"])
    browser.click("#seed-2 .star")
    browser.choose("starred")
    table.see("a star takes a rejection back", browser.run(SHOWN) == ["2", "5"])
    browser.run("stars.clear(); rejected.clear(); keepVerdicts(); showAll()")
    browser.run("select(takes.at(-1))")
    browser.press("s")
    said = browser.run("return id('done').textContent")
    table.see("at the last one that is said", said.endswith("It was the last one shown."), said)
    browser.run("stars.clear(); keepVerdicts()")


def check_filters(browser, table):
    browser.press("/")
    browser.one("#seeds").send_keys("5000")
    table.see("a filter that finds nothing says so", browser.run("return !id('none').hidden && shown().length === 0"))
    browser.click("#clear-none")
    table.see("... and shows all again", browser.run("return id('none').hidden && shown().length === 12"))
    browser.one("#least").send_keys("long")
    said = browser.run("return id('complaint').textContent")
    table.see("what is no number is called so", said.startswith("“long” is no number such as"), said)
    browser.click("#clear")
    table.see("... until it is gone", browser.run("return id('complaint').textContent === ''"))
    same = browser.run("""return gallery.columns.filter((_, index) => !telling.has(index)).map(({ name }) => name)
        .filter(name => [id('sort'), id('column')].some(menu => [...menu.options].some(({ text }) => text === name))
          || ![...document.querySelectorAll('#facts dt')].some(({ textContent }) => textContent === name)
            && gallery.takes[0].values[gallery.columns.findIndex(column => column.name === name)] !== undefined)""")
    table.see("what all takes have in common is a fact of all, and no column", not same, same or "")


def check_view(browser, table, manifest):
    browser.click("#together")
    longest = max(entry["seconds"] for entry in manifest)
    spans = browser.run("return takes.map(span)")
    table.see("rolls can have one time scale", all(abs(span - longest) < 0.01 for span in spans))
    browser.click("#together")
    browser.run("id('volume').value = 0.4; id('volume').oninput({ target: id('volume') })")
    browser.press("m")
    browser.wait("audio.muted", 2)
    browser.driver.refresh()
    table.see("the volume is kept", browser.wait(
        "audio.volume === 0.4 && id('volume').value === '0.4'", 3), browser.run("return id('volume').value"))
    browser.run("setVolume(1)")


def check_media_keys(browser, table):
    keys = browser.run("return Object.keys(window.mediaKeys).sort()")
    browser.run("select(id('seed-2')); mediaKeys.nexttrack()")
    table.see("media keys go on", browser.run(f"return {CURRENT}") == "3", keys)
    browser.click("#play")
    browser.wait("!audio.paused && audio.currentTime > 0")
    title = browser.run("return document.title")
    told = browser.run("return [navigator.mediaSession.metadata.title, titleOf(current)]")
    table.see("... know what plays, and so does the tab", told[0] == told[1] and title.startswith(f"▶ {told[0]}"), title)
    browser.run("mediaKeys.seekto({ seekTime: 5 }); mediaKeys.pause()")
    table.see("... seek and pause", browser.run("return audio.paused && Math.abs(audio.currentTime - 5) < 0.5"))


def check_longer(browser, table, manifest):
    entry = next(entry for entry in manifest if entry["seed"] == 3)
    expected = (f"render --continue seed-000003.mid --length {2 * entry['events']} "
                "--out seed-000003-longer.flac")
    browser.driver.execute_cdp_cmd("Browser.grantPermissions", {
        "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    for name, selector in [("the large take", "#longer"), ("the list", "#seed-3 .longer")]:
        browser.run("tell(''); navigator.clipboard.writeText('')")
        browser.click(selector)
        browser.wait("id('done').querySelector('code')", 3)
        copied = browser.driver.execute_async_script(
            "navigator.clipboard.readText().then(arguments[0], error => arguments[0](String(error)))")
        table.see(f"the command for a longer take is copied from {name}", copied == expected, copied)


def check_help(browser, table):
    browser.run("document.activeElement.blur()")
    browser.press("?")
    listed = browser.run("return id('keys').open ? [...document.querySelectorAll('#keys kbd')].map(key => key.textContent) : []")
    table.see("a question mark lists the keys", len(listed) > 20, len(listed))
    axe.see(browser, table, "the list of keys")
    browser.press(Keys.ESCAPE)
    table.see("escape closes it", browser.run("return !id('keys').open"))


def check_targets(browser, table):
    small = browser.run("""return [...document.querySelectorAll('button, a, input, select, summary')]
        .map(target => [target, target.getBoundingClientRect()])
        .filter(([target, { width, height }]) => width > 0 && target.id !== 'current'
          && Math.min(width, height) < arguments[0] - 0.01)
        .map(([target, { width, height }]) => `${target.id || target.className || target.textContent} ${width}×${height}`)""",
                        SHORTEST)
    table.see(f"no target is smaller than {SHORTEST} pixels", not small, small[:5])
