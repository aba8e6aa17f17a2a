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

/** Whether a key means something to what has the focus, and nothing to the takes. */
function isOwn(key, focused) {
  if (focused.matches("input:not([type='checkbox'])")) return true;
  if (focused === pointed) return false;
  // A closed menu would take a letter for another choice.
  if (focused.matches("select")) return isOpen(focused) || !"npsa".includes(key.toLowerCase());
  return key === " " && focused.matches("button, input, summary");
}

/** Takes the focus along to another take: by keyboard to the same control there. */
function moveFocus(take) {
  const focused = document.activeElement;
  if (!focused.closest(".take")) return;
  const byPointer = focused === pointed;
  const control = [".play", ".star"].find((name) => !byPointer && focused.matches(name)) ?? ".roll";
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
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing) return;
  if (event.key === "Escape" && focused.matches("input, select")) focused.blur();
  if (isOwn(event.key, focused)) return;
  const take = byPointer ? null : focused.closest(".take");
  const go = (step) => move(step, take ?? current) && moveFocus(current);
  const actions = {
    " ": () => toggle(take ?? current ?? shown()[0]),
    n: () => go(1),
    p: () => go(-1),
    s: () => (take ?? current) && toggleStar(take ?? current),
    a: () => playAll(!playsAll(), take ?? current),
    ArrowRight: () => seek(audio.currentTime + skipSeconds),
    ArrowLeft: () => seek(audio.currentTime - skipSeconds),
  };
  if (focused.matches(".roll")) {
    // As sliders do.
    [actions.ArrowUp, actions.ArrowDown] = [actions.ArrowRight, actions.ArrowLeft];
    actions.Home = () => seek(0);
    actions.End = () => seek(Infinity);
  }
  const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!action) return;
  event.preventDefault();
  // A key that is held skips on, and does nothing else again and again.
  if (event.repeat && !event.key.startsWith("Arrow")) return;
  if (take && event.key !== " " && event.key.length > 1) select(take);
  action();
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
