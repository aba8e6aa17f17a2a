"""What axe finds on the page, by the rules of WCAG 2.2 and those of good practice."""
import importlib.util
import os

# The package has Deque's script beside its own code for another driver, which is not needed.
SCRIPT = os.path.join(
    importlib.util.find_spec("axe_playwright_python").submodule_search_locations[0], "axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def see(browser, table, state):
    """Lists what axe finds on the page as it is seen now."""
    with open(SCRIPT, encoding="utf-8") as script:
        browser.run(script.read())
    found = browser.driver.execute_async_script("""
        const done = arguments[1];
        axe.run({ runOnly: arguments[0] }).then(
          ({ violations }) => done(violations.map(({ id, nodes }) =>
            `${id}: ${nodes.length}, ${nodes[0].target.join(" ")} ${nodes[0].failureSummary}`)),
          (error) => done([String(error)]))""", RULES)
    table.see(f"axe finds nothing wrong: {state}", not found, "; ".join(found))
