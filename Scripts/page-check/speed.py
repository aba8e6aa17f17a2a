"""How fast the page of many takes is."""
import os
import statistics


def measure(browser, takes, rounds=7):
    path = os.path.join(takes, "index.html")
    times = {}
    for _ in range(rounds):
        browser.open("/dev/null")
        browser.open(path)
        browser.wait("performance.getEntriesByType('paint').length > 0")
        found = browser.run("""
            const paint = performance.getEntriesByName('first-contentful-paint')[0];
            const loaded = performance.getEntriesByType('navigation')[0];
            return { "first contentful paint": paint?.startTime,
                     "all read, rolls as well": loaded.domContentLoadedEventEnd }""")
        for name, action in [
                ("filter by length", "id('least').value = '1:00'; filter();"),
                ("show all again", "id('clear').onclick();"),
                ("sort by loudness", "id('sort').value = '2'; id('sort').onchange();"),
                ("filter by a seed", "id('seeds').value = '5-15'; filter();")]:
            found[name] = browser.driver.execute_async_script("""
                const done = arguments[arguments.length - 1];
                requestAnimationFrame(() => {
                  const start = performance.now();
                  %s
                  // Two frames later the first one has been seen.
                  requestAnimationFrame(() => requestAnimationFrame(
                    () => done(performance.now() - start)));
                })""" % action)
        for name, time in found.items():
            times.setdefault(name, []).append(time)
    print(f"{browser.run('return takes.length')} takes, {os.path.getsize(path) / 1e6:.1f} MB")
    for name, found in times.items():
        print(f"{name}: {statistics.median(found):.0f} ms (median of {rounds}, "
              f"{min(found):.0f} to {max(found):.0f})")
