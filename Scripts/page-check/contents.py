"""What the page makes of the data in it, whatever they are."""
import json
import os
import re

HOSTILE = "</script><script>document.title = 'taken over'</script><img src=x onerror=alert(1)> &amp; \u2028"
ELEMENT = re.compile(r'(<script type="application/json" id="gallery">)(.*?)(</script>)', re.DOTALL)


def check(browser, table, takes):
    with open(os.path.join(takes, "index.html"), encoding="utf-8") as page:
        html = page.read()
    gallery = json.loads(ELEMENT.search(html).group(2))

    def open_with(**changes):
        text = json.dumps({**gallery, **changes}).replace("<", "\\u003C")
        path = os.path.join(takes, "other.html")
        with open(path, "w", encoding="utf-8") as page:
            page.write(ELEMENT.sub(lambda found: found[1] + text + found[3], html))
        browser.open(path)

    open_with(command={"text": HOSTILE, "remarks": [HOSTILE], "continuation": HOSTILE},
              facts=[{"name": HOSTILE, "value": HOSTILE}],
              columns=[{**column, "name": HOSTILE} for column in gallery["columns"]],
              takes=[{**take, "title": HOSTILE, "sections": f"{HOSTILE}:0"} for take in gallery["takes"]])
    browser.run("id('longer').click()")
    browser.wait("id('done').textContent !== ''", 2)
    found = browser.run("""return [
        id('command').textContent, document.querySelector('#remarks p').textContent,
        document.querySelector('#facts dt').textContent, document.querySelector('#facts > :last-child dd').textContent,
        document.querySelector('.take h2').textContent, id('current').textContent,
        id('done').querySelector('code').textContent, id('column').options[0].textContent]""")
    table.see("strangers' texts are text", found == [HOSTILE] * len(found), "")
    table.see("... and no element", browser.run(
        "return document.title.endsWith('takes to listen to') && !document.querySelector('img')"))
    table.see("the command is shown where there is one", browser.run(
        "return !id('remaking').hidden && id('no-remaking').hidden && id('silent').hidden"))
    silent = [{**take, "audio": None} for take in gallery["takes"]]
    silent[0]["values"] = [
        {"Length": None, "Notes": "none", "Metre": HOSTILE}.get(column["name"], value)
        for column, value in zip(gallery["columns"], silent[0]["values"])]
    open_with(command=None, takes=silent)
    table.see("where there is none, that is said", browser.run(
        "return id('remaking').hidden && !id('no-remaking').hidden"))
    table.see("takes without audio are said to be silent, and cannot be played", browser.run("""
        return !id('silent').hidden && id('play').disabled && id('all').disabled
            && takes.every(take => take.querySelector('.play').disabled)"""))
    table.see("... nor made longer, where no command does it",
              browser.run("return id('longer').hidden && !document.querySelector('.longer')"))
    about = browser.run("return id('about').textContent")
    table.see("what is not known is not shown, and what is no number is none",
              "Length" not in about and "Notes none" in about, about)
    table.see("... and words are text", browser.run(
        "return choices.some(({ menu }) => [...menu.options].some(({ text, value }) => value === `=${arguments[0]}`))",
        HOSTILE) and not browser.run("return document.querySelector('img') !== null"))
    browser.open(os.path.join(takes, "index.html#seed-9"))
    table.see("an address leads to its take", browser.wait(
        "scrollY > 0 && Math.abs(id('seed-9').getBoundingClientRect().top) < innerHeight", 3))
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.open(os.path.join(takes, "index.html"))
    words = browser.one("body").text
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    table.see("without JavaScript the page says where the takes are",
              "needs JavaScript" in words and "beside this page" in words
              and "Sort" not in words, words)
    os.remove(os.path.join(takes, "other.html"))
    complaints = browser.complaints()
    table.see("the console was silent", not complaints, complaints or "")
