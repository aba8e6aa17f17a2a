"""Which take a key is for, after clicks, taps and keys of all kinds."""
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

FOCUSED = "document.activeElement.closest('.take')?.dataset.seed"
CURRENT = "return current?.dataset.seed"
OUTLINED = "return document.querySelector(':focus-visible') !== null"


def check(browser, table):
    fresh(browser)
    check_clicks(browser, table)
    check_controls(browser, table)
    check_menus(browser, table)
    check_keyboard(browser, table)
    check_going_on(browser, table)
    check_hidden(browser, table)
    check_tap(browser, table)
    browser.run("stars.clear(); keepVerdicts()")


def fresh(browser):
    """The page as it is first seen, without stars; nothing plays."""
    browser.run("localStorage.clear()")
    browser.driver.refresh()
    browser.unfold()


def take_stars(browser):
    """The seeds with a star, which lose it."""
    stars = browser.run("return [...stars].map(Number).sort((a, b) => a - b)")
    browser.run("stars.clear(); keepVerdicts()")
    return stars


def check_clicks(browser, table):
    browser.click("#seed-1 .roll", x=0.1)
    browser.press("n", "n", "s")
    starred = take_stars(browser)
    table.see("after a click on a roll, n and n, s stars the take gone to", starred == [3], starred)
    browser.press(Keys.ARROW_RIGHT)
    table.see("... and right skips in it", browser.run(CURRENT) == "3")
    table.see("... and no outline is left elsewhere", not browser.run(OUTLINED))
    browser.click("#seed-1 .play")
    browser.press("n")
    browser.wait("current.dataset.seed === '2' && !audio.paused")
    browser.press(" ")
    table.see("after a click on a play button and n, space is for the take gone to",
              browser.wait("current.dataset.seed === '2' && audio.paused", 2), browser.run(CURRENT))
    browser.press("p", "s")
    starred = take_stars(browser)
    table.see("... and after p for the one before", starred == [1], starred)
    browser.click("#seed-4 .star")
    browser.press(" ")
    plays = browser.wait("!audio.paused && current.dataset.seed === '1'", 2)
    starred = take_stars(browser)
    table.see("after a click on another take's star, space plays the current one",
              plays and starred == [4], starred)
    browser.press(" ")
    browser.click("#seed-1 .roll", x=0.1)
    browser.press(" ", "n")
    for modifier in (Keys.SHIFT, Keys.ALT):
        browser.press_with(modifier, "s")
        table.see("with shift or alt a key is none of ours", take_stars(browser) == [])
    ActionChains(browser.driver).context_click(browser.one("#seed-5 .roll")).perform()
    browser.press(Keys.ESCAPE)
    browser.press("s")
    starred = take_stars(browser)
    table.see("a right click makes no take the current one", starred == [2], starred)


def check_controls(browser, table):
    """Whatever was clicked, keys are for the current take, and the control does nothing more."""
    state = """return [...document.querySelectorAll('details')].map(part => part.open).join()
        + id('direction').getAttribute('aria-pressed') + id('together').checked
        + id('all').getAttribute('aria-pressed') + id('sort').value"""
    browser.run("audio.pause(); select(id('seed-6'))")
    for name, selector, seed in [
            ("a heading of the page's top", "#listing details:nth-of-type(3) summary", "6"),
            ("the direction", "#direction", "6"),
            ("the direction, once more", "#direction", "6"),
            ("a check box", "#together", None),
            ("a check box again, by its words", "label.check", "6"),
            ("show all", "#clear", "6"),
            ("a file's link", "#seed-8 .files a:last-of-type", "6"),
            ("next", "#next", "7"),
            ("previous", "#previous", "6"),
            ("the player's seed", "#current", "6")]:
        browser.click(selector)
        if seed is None:
            continue
        before = browser.run(state)
        browser.run("audio.currentTime = 0")
        browser.press(" ")
        plays = browser.wait(f"current.dataset.seed === '{seed}' && !audio.paused", 2)
        browser.press(" ")
        pauses = browser.wait("audio.paused", 2)
        browser.press("s")
        starred = take_stars(browser)
        table.see(f"after a click on {name} keys are for the current take",
                  plays and pauses and starred == [int(seed)] and browser.run(state) == before, starred)
    browser.click("#star")
    browser.press(" ")
    plays = browser.wait("!audio.paused", 2)
    browser.press(" ")
    table.see("... and on the player's star", plays and take_stars(browser) == [6])


def check_menus(browser, table):
    def choose_from_the_list():
        browser.click("#sort")
        browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER)

    def choose_what_was_chosen():
        browser.click("#sort")
        browser.press(Keys.ENTER)

    def leave_the_list():
        browser.click("#sort")
        browser.press(Keys.ESCAPE)

    def choose_by_script():
        Select(browser.one("#sort")).select_by_visible_text("Star")

    def choose_by_keyboard():
        focus_by_tab(browser, "sort")
        browser.press(" ")
        browser.wait("id('sort').matches(':open')")
        browser.press(Keys.ARROW_DOWN, Keys.ENTER)

    def step_and_leave():
        focus_by_tab(browser, "sort")
        browser.press(Keys.ARROW_DOWN, Keys.ESCAPE)

    def step_by_keyboard():
        focus_by_tab(browser, "sort")
        browser.press(Keys.ARROW_DOWN)

    def come_by_keyboard():
        focus_by_tab(browser, "sort")

    def choose_the_same_by_keyboard():
        focus_by_tab(browser, "sort")
        browser.press(" ")
        browser.wait("id('sort').matches(':open')")
        browser.press(Keys.ENTER)

    for action in [choose_from_the_list, choose_what_was_chosen, leave_the_list, choose_by_script,
                   choose_by_keyboard, choose_the_same_by_keyboard, come_by_keyboard,
                   step_by_keyboard, step_and_leave]:
        browser.run("id('sort').value = 'seed'; id('sort').onchange(); select(id('seed-6'))")
        action()
        sorting = browser.run("return id('sort').value")
        order = browser.run("return shown().map(take => take.dataset.seed)")
        browser.press("n")
        after = order[order.index("6") + 1:][:1] or ["6"]
        table.see(f"{action.__name__.replace('_', ' ')}, and n goes on", browser.run(
            "return id('sort').value") == sorting and [browser.run(CURRENT)] == after,
            browser.run("return id('sort').value"))
    browser.run("id('sort').value = 'seed'; id('sort').onchange(); select(id('seed-6'))")
    focus_by_tab(browser, "sort")
    browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    steps = browser.run("return id('sort').selectedIndex")
    browser.press("l")
    letter = browser.run("return id('sort').selectedOptions[0].textContent[0]")
    table.see("by keyboard a list is stepped through, and takes letters that are not the takes'",
              steps == 2 and letter == "L" and browser.run(CURRENT) == "6", f"{steps} {letter}")
    browser.press(Keys.TAB)
    table.see("... until the focus is taken on", browser.run(
        "return document.activeElement.id") == "direction")
    browser.run("id('sort').value = 'seed'; id('sort').onchange()")


def focus_by_tab(browser, name):
    """Brings the focus to an element by the keyboard, from the one before."""
    browser.run("id('tools').open = true; id('help').focus()")
    for _ in range(24):
        browser.press(Keys.TAB)
        if browser.run("return document.activeElement.id") == name:
            return


def check_keyboard(browser, table):
    browser.click("#seed-5 .roll", x=0.1)
    browser.press(Keys.TAB)
    browser.press_with(Keys.SHIFT, Keys.TAB)
    browser.press(" ", "n", "s")
    starred = take_stars(browser)
    table.see("back on a roll by the keyboard, the focus is the keyboard's", starred == [6]
              and browser.run(f"return {FOCUSED}") == "6", starred)
    browser.run("audio.pause(); select(id('seed-1')); id('seed-5').querySelector('.star').focus()")
    browser.press(Keys.TAB, Keys.TAB, Keys.TAB, "s")
    starred = take_stars(browser)
    table.see("where tab has brought the focus, keys are for that take", starred == [5], starred)
    browser.press(Keys.ARROW_RIGHT)
    table.see("... arrows, too", browser.run(CURRENT) == "5")
    browser.press("n")
    moved = browser.run(f"return [current.dataset.seed, {FOCUSED}, document.activeElement.className]")
    table.see("n takes the focus along", moved == ["6", "6", "roll"], moved)
    table.see("... with its outline", browser.run(OUTLINED))
    browser.press("n", "s", "p", "p")
    table.see("... n and p as often as one likes", take_stars(browser) == [7]
              and browser.run(f"return {FOCUSED}") == "5")
    browser.run("id('seed-8').querySelector('.play').focus()")
    browser.press(Keys.TAB, Keys.TAB, "n", " ")
    starred = take_stars(browser)
    table.see("from a star to the next one's, where space is the button's", starred == [9], starred)
    browser.click("#seed-2 .play")
    browser.press("s")
    starred = take_stars(browser)
    table.see("a click ends it", starred == [2], starred)
    browser.press(" ")
    browser.run("select(id('seed-2')); id('previous').focus()")
    browser.press(Keys.TAB, Keys.TAB, "n")
    table.see("on the player's buttons the focus stays", browser.run(
        "return document.activeElement.id") == "next")
    browser.press(" ", "s")
    starred = take_stars(browser)
    table.see("... which are pressed by space", starred == [4], starred)
    focus_by_tab(browser, "together")
    browser.press("n")
    went = browser.run(CURRENT)
    browser.press(" ")
    table.see("a check box takes space alone", went == "5" and browser.run(
        "return id('together').checked"), went)
    browser.press(" ")


def check_going_on(browser, table):
    def play_to_the_end():
        seed = browser.run(CURRENT)
        browser.wait("!audio.paused && audio.currentTime > 0")
        browser.run("audio.currentTime = length(current) - 0.3")
        return browser.wait(f"current.dataset.seed !== '{seed}' && !audio.paused && audio.currentTime > 0")

    browser.click("#seed-1 .roll", x=0.1)
    browser.press("n", "a")
    play_to_the_end()
    browser.press("s")
    starred = take_stars(browser)
    table.see("when playing has gone on, keys are for what plays", starred == [3], starred)
    browser.click("#seed-4 .roll", x=0.1)
    play_to_the_end()
    browser.press("s")
    starred = take_stars(browser)
    table.see("... after a click as well", starred == [5] and not browser.run(OUTLINED), starred)
    browser.run("id('seed-5').querySelector('.star').focus()")
    browser.press(Keys.TAB, Keys.TAB, Keys.TAB)
    play_to_the_end()
    browser.press("s")
    starred = take_stars(browser)
    table.see("... but the focus of a keyboard stays where it is", starred == [5]
              and browser.run(f"return {FOCUSED}") == "5", starred)
    browser.press("a", " ")
    browser.run("document.activeElement.blur(); audio.pause()")


def check_hidden(browser, table):
    browser.run("select(id('seed-5')); id('seeds').value = '3,7'; id('seeds').oninput()")
    browser.press("n")
    following = browser.run(CURRENT)
    browser.run("select(id('seed-5'))")
    browser.press("p")
    found = following, browser.run(CURRENT)
    table.see("from a take that is not shown n and p go to its neighbours", found == ("7", "3"), found)
    browser.press("p")
    table.see("... and from the first one nowhere", browser.run(CURRENT) == "3")
    browser.click("#clear")


def check_tap(browser, table):
    browser.run("id('seed-1').scrollIntoView({ block: 'center' })")
    place = browser.run("""const { left, top, width, height }
        = id('seed-1').querySelector('.roll').getBoundingClientRect();
        return { x: left + width * 0.1, y: top + height / 2 }""")
    browser.tap(**place)
    browser.wait("current.dataset.seed === '1'", 3)
    browser.press("n", "n", "s", " ")
    starred = take_stars(browser)
    table.see("after a tap on a roll, keys are for the take gone to", starred == [3], starred)
    browser.run("audio.pause()")
