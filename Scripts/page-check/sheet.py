"""The sheet music of a take on the page: it comes when it is asked for, and goes with the sound."""
import os
import subprocess

from selenium.webdriver.common.action_chains import ActionChains

STATE = """
const { starts, places } = opened;
const mark = sheet.querySelector(".bar");
return { bars: starts.length, places: places.length, hidden: mark.hidden, index: Number(mark.dataset.index),
  sounding: starts.findLastIndex((start) => start <= audio.currentTime), playing: !audio.paused };
"""


def make(program, folder):
    """Makes takes with sheet music; their folder."""
    takes = os.path.join(folder, "sheets")
    subprocess.run([program, "batch", "--count", "2", "--length", "120", "--format", "flac", "--score", "svg",
                    "--quiet", "--out", takes], check=True)
    return takes


def check(browser, table, takes, pictures):
    browser.requests()
    browser.open(os.path.join(takes, "index.html"))
    asked = [url for url in browser.requests() if url.endswith(".svg")]
    table.see("No sheet is loaded before somebody wants to see it", not asked, asked)
    browser.click("#read")
    seen = browser.wait("document.querySelector('#sheet img')?.naturalWidth > 0")
    table.see("A sheet opens, also on a page from disk", seen)
    asked = [url for url in browser.requests() if not url.startswith("data:")]
    inside = all(url.startswith(f"file://{takes}/") for url in asked)
    table.see("Nothing but the take's own sheet is loaded for it",
              inside and len([url for url in asked if url.endswith("-score.svg")]) == 1, asked)
    state = browser.run(STATE)
    table.see("Every bar has a place and a time", state["bars"] == state["places"] > 4, state)
    table.see("No bar is marked before the take is heard", state["hidden"])
    browser.click(".take .play")
    browser.wait("audio.currentTime > 0.3")
    state = browser.run(STATE)
    table.see("The bar that sounds is marked", not state["hidden"] and state["index"] == state["sounding"], state)
    for bar in range(state["bars"]):
        browser.run("audio.pause(); seek(opened.starts[arguments[0]] + 0.01);", bar)
        found = browser.run(STATE)["index"]
        table.faults += [] if found == bar else [f"bar {bar} is marked as {found}"]
    in_sight = browser.run("""
      const mark = sheet.querySelector(".bar").getBoundingClientRect();
      const box = sheet.getBoundingClientRect();
      return box.top <= mark.top && mark.bottom <= box.bottom + 1;""")
    table.see("The last bar has been brought into sight", in_sight)
    wanted = min(3, state["bars"] - 1)
    browser.run("sheet.scrollTop = 0")
    image = browser.one("#sheet img")
    browser.run("arguments[0].scrollIntoView({ block: 'start' })", image)
    x, y = browser.run("""
      const [left, top, right, bottom] = opened.places[arguments[0]];
      const box = arguments[1].getBoundingClientRect();
      return [box.left + (left + right) / 200 * box.width, box.top + (top + bottom) / 200 * box.height];""",
                       wanted, image)
    actions = ActionChains(browser.driver)
    actions.w3c_actions.pointer_action.move_to_location(int(x), int(y))
    actions.w3c_actions.pointer_action.click()
    actions.perform()
    browser.wait("!audio.paused")
    state = browser.run(STATE)
    table.see("A click on a bar plays it", state["playing"] and state["index"] == wanted, state)
    browser.run("audio.pause()")
    if pictures:
        browser.driver.save_screenshot(os.path.join(pictures, "sheet.png"))
    first = browser.run("return document.querySelector('#sheet img').src")
    browser.press("n")
    table.see("The next take opens its own, without a mark", browser.wait(
        f"document.querySelector('#sheet img').src !== '{first}' && sheet.querySelector('.bar').hidden", 3))
    browser.press("o")
    table.see("It closes again", browser.run("return sheet.hidden"))
