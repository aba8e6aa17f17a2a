// Keys and the focus
//
// Keys act on the take where the keyboard has brought the focus, and else on the current one: where a
// click has left the focus is where the mouse was, not where the listener is.

/** What a pointer has given the focus to, or has left it on. */
let pointed = null;
/** While the focus moves because of a press or a click. */
let pressing = false;
for (const type of ["mousedown", "click"]) {
  addEventListener(type, ({ detail }) => {
    // The clicks of keys and of screen readers have no count.
    if (detail === 0) return;
    pointed = document.activeElement;
    pressing = true;
    setTimeout(() => { pressing = false; });
  }, true);
}
addEventListener("focusin", ({ target }) => {
  if (pressing) pointed = target;
});

/** Whether a menu's list is open; where the browser cannot say it, it keeps the list's keys to itself. */
function isOpen(menu) {
  try {
    return menu.matches(":open");
  } catch {
    return false;
  }
}

/** What a key does to the take that it is for, with the words for it. */
const actions = {
  " ": ["Space", "play or pause", (take) => toggle(take ?? current ?? shown()[0])],
  n: ["N", "next", (take) => go(1, take)],
  p: ["P", "previous", (take) => go(-1, take)],
  ArrowRight: ["→", "five seconds ahead", () => seek(audio.currentTime + skipSeconds)],
  ArrowLeft: ["←", "five seconds back", () => seek(audio.currentTime - skipSeconds)],
  ".": [".", "a bar ahead", () => seekBar(1)],
  ",": [",", "a bar back", () => seekBar(-1)],
  s: ["S", "star", (take) => decideByKey(take, "star")],
  r: ["R", "reject", (take) => decideByKey(take, "reject")],
  u: ["U", "undo the last star or rejection", undo],
  a: ["A", "play all", (take) => playAll(!playsAll(), take ?? current)],
  c: ["C", "compare this take with another, or end that", (take) => {
    if (take) select(take);
    compare();
  }],
  x: ["X", "switch between the two, at the same place", switchTakes],
  z: ["Z", "close up, or the whole take", () => id("close").click()],
  o: ["O", "open or close the score", () => id("read").hidden || toggleSheet()],
  t: ["T", "one time scale for all rolls", () => id("together").click()],
  l: ["L", "copy the command for a longer take", (take) => copyLonger(take ?? current)],
  m: ["M", "mute", () => id("mute").click()],
  "+": ["+", "louder", () => setVolume(audio.volume + 0.1)],
  "-": ["−", "softer", () => setVolume(audio.volume - 0.1)],
  "/": ["/", "filter", () => {
    id("tools").open = true;
    id("seeds").focus();
  }],
  "?": ["?", "these keys", () => id("keys").showModal()],
};

id("key-list").append(...Object.values(actions).map(([key, words]) =>
  element("div", element("dt", element("kbd", key)), element("dd", words))));
id("help").onclick = () => id("keys").showModal();

function go(step, take) {
  if (move(step, take ?? current)) moveFocus(current);
}

/** As a click does; the focus goes where the playing goes. */
function decideByKey(take, kind) {
  const decided = take ?? current;
  const before = current;
  if (!decided) return;
  decide(decided, kind);
  if (current !== before || decided.hidden) moveFocus(current);
}

/** Whether a key means something to what has the focus, and nothing to the takes. */
function isOwn(key, focused) {
  if (focused.matches("[type='range']")) return /^(Arrow|Page|Home|End)/.test(key);
  if (focused.matches("input:not([type='checkbox'])")) return true;
  // It scrolls.
  if (focused === sheet) return /^(Arrow|Page|Home|End)/.test(key);
  if (focused === pointed) return false;
  // A closed menu would take a letter for another choice.
  if (focused.matches("select")) return isOpen(focused) || !"npsrua?".includes(key.toLowerCase());
  return key === " " && focused.matches("button, input, summary");
}

/** Takes the focus along to another take: by keyboard to the same control there. */
function moveFocus(take) {
  const focused = document.activeElement;
  if (!focused.closest(".take")) return;
  const byPointer = focused === pointed;
  const control = [".play", ".star", ".reject"].find((name) => !byPointer && focused.matches(name)) ?? ".roll";
  // Without an outline, which would stay behind when the playing goes on.
  const options = byPointer ? { focusVisible: false } : {};
  take.querySelector(control).focus({ preventScroll: true, ...options });
  if (byPointer) pointed = document.activeElement;
}

addEventListener("keydown", (event) => {
  const focused = document.activeElement;
  pressing = false;
  // Where the focus has left, a keyboard may bring it back.
  if (focused !== pointed) pointed = null;
  const byPointer = focused === pointed;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || id("keys").open) return;
  // On many keyboards these are written with it.
  if (event.shiftKey && !["?", "+", "/"].includes(event.key)) return;
  if (event.key === "Escape" && focused.matches("input, select")) focused.blur();
  if (isOwn(event.key, focused)) return;
  const take = byPointer ? null : focused.closest(".take");
  const ofSliders = focused.matches(".roll") ? {
    ArrowUp: actions.ArrowRight, ArrowDown: actions.ArrowLeft,
    Home: [, , () => seek(0)], End: [, , () => seek(Infinity)],
  } : {};
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const [, , action] = actions[key] ?? ofSliders[key] ?? [];
  if (!action) return;
  event.preventDefault();
  // A key that is held skips on, and does nothing else again and again.
  if (event.repeat && !event.key.startsWith("Arrow") && !",.+-".includes(key)) return;
  if (take && (event.key.length > 1 || ",.".includes(key))) select(take);
  action(take);
  // Browsers outline what has the focus once a key is pressed, though the key was not for it.
  if (byPointer && document.activeElement === focused) focused.blur();
});

// A menu that was opened lets go of the focus with the choice. Who steps through it by keys stays in it.
for (const menu of document.querySelectorAll("select")) {
  let steps = false;
  menu.addEventListener("mousedown", () => { steps = false; });
  menu.addEventListener("keydown", ({ key, altKey }) => {
    steps = !(altKey || [" ", "Enter", "F4"].includes(key));
  });
  menu.addEventListener("change", () => {
    if (!steps) menu.blur();
  });
}
