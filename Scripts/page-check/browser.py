"""A headless Chromium with a page of takes in it."""
import json
import time

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.chrome.service import Service


class Browser:
    def __init__(self, profile, downloads):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio",
                         f"--user-data-dir={profile}", "--window-size=1200,900"]:
            options.add_argument(argument)
        options.add_experimental_option("prefs", {"download.default_directory": downloads})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(
            options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_script_timeout(60)
        # What the browser's own first page asks for is of no interest.
        self.driver.get("about:blank")
        self.requests()

    def open(self, path):
        self.driver.get(f"file://{path}")

    def unfold(self):
        """Opens what sorts and filters, and stays with a take after its star."""
        self.run("id('tools').open = true; id('onward').checked = false")

    def choose(self, verdict):
        """Shows takes of a verdict alone, as from the menu."""
        self.run("id('verdict').value = arguments[0]; id('verdict').onchange()", verdict)

    def run(self, script, *arguments):
        """What a script of the page's returns."""
        return self.driver.execute_script(script, *arguments)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def click(self, selector, x=None):
        """Clicks an element, at a share of its width from the left."""
        element = self.one(selector)
        self.run("arguments[0].scrollIntoView({ block: 'center' })", element)
        if x is None:
            element.click()
            return
        width = element.size["width"]
        ActionChains(self.driver).move_to_element_with_offset(
            element, int((x - 0.5) * width), 0).click().perform()

    def tap(self, x, y):
        """Taps a place of the window."""
        self.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
        for kind, points in [("touchStart", [{"x": x, "y": y}]), ("touchEnd", [])]:
            self.driver.execute_cdp_cmd(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        self.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})

    def press(self, *keys):
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def press_with(self, modifier, key):
        ActionChains(self.driver).key_down(modifier).send_keys(key).key_up(modifier).perform()

    def wait(self, condition, seconds=8):
        """Whether a condition, in the page's script, comes true."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.run(f"return Boolean({condition})"):
                return True
            time.sleep(0.03)
        return False

    def emulate(self, width, height, scheme, is_phone=False):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 2 if is_phone else 1,
            "mobile": is_phone})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def accessible(self):
        """Role and name of what a screen reader meets."""
        self.driver.execute_cdp_cmd("Accessibility.enable", {})
        nodes = self.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        return [(node["role"]["value"], node.get("name", {}).get("value", ""))
                for node in nodes if not node.get("ignored")]

    def requests(self):
        """The addresses of all that was asked for since the last call."""
        messages = [json.loads(entry["message"])["message"]
                    for entry in self.driver.get_log("performance")]
        return [message["params"]["request"]["url"] for message in messages
                if message["method"] == "Network.requestWillBeSent"]

    def complaints(self):
        """What the page has said on the console."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def quit(self):
        self.driver.quit()
