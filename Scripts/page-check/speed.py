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
        found["a frame of the large take"], found["... of its close-up"] = browser.run("""
            return [drawSounding, drawStage].map((drawing) => {
              const start = performance.now();
              for (let time = 0; time < 50; time++) drawing();
              return (performance.now() - start) / 50;
            })""")
        for name, action in [
                ("filter by length", "id('least').value = '1:00'; filter();"),
                ("show all again", "id('clear').onclick();"),
                ("sort by loudness", "id('sort').value = gallery.columns.findIndex("
                 "({ name }) => name === 'Loudness'); id('sort').onchange();"),
                ("go to another take", "select(takes[takes.length >> 1]);"),
                ("star it", "decide(current, 'star');"),
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
        print(f"{name}: {statistics.median(found):.3g} ms (median of {rounds}, "
              f"{min(found):.3g} to {max(found):.3g})")
