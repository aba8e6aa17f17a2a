// The time under the pointer, and scrubbing

/** The seconds at a point of a roll, of the list or the large one. */
function timeOn(roll, clientX) {
  if (roll === large) return timeAt(clientX);
  const take = roll.closest(".take");
  const box = roll.getBoundingClientRect();
  return Math.min(Math.max((clientX - box.left) / box.width * span(take), 0), length(take));
}

/** The take of a roll. */
const takeOf = (roll) => roll === large ? current : roll.closest(".take");

const hint = id("pointed");

function point(roll, clientX) {
  const take = takeOf(roll);
  const time = timeOn(roll, clientX);
  const found = roll === large ? staged : { bars: [], sections: [] };
  const bar = found.bars.findLast(({ start }) => start <= time);
  const section = found.sections.findLast(({ start }) => start <= time);
  hint.textContent = [clock(Math.floor(time)), bar && `bar ${bar.number}`, section && section.name.replace(/\d+$/, "")]
    .filter(Boolean).join(" · ");
  hint.hidden = take === null;
  const box = roll.getBoundingClientRect();
  const middle = hint.offsetWidth / 2;
  hint.style.left = `${Math.min(Math.max(clientX, middle + 4), innerWidth - middle - 4)}px`;
  hint.style.top = `${Math.max(box.top - 30, 2)}px`;
}

/** The roll on which the pointer was pressed, and whether it has been drawn along since. */
let scrubbed = null;

addEventListener("pointerdown", ({ target, button, clientX }) => {
  const roll = button === 0 && target.closest?.(".roll");
  scrubbed = roll ? { roll, from: clientX, moved: false } : null;
});
addEventListener("pointermove", ({ target, clientX, buttons, pointerId }) => {
  const roll = scrubbed && buttons ? scrubbed.roll : target.closest?.(".roll");
  if (!roll || takeOf(roll) === null) {
    hint.hidden = true;
    return;
  }
  if (scrubbed && buttons) {
    if (!scrubbed.moved && Math.abs(clientX - scrubbed.from) < 4) return;
    if (!scrubbed.moved) roll.setPointerCapture(pointerId);
    scrubbed.moved = true;
    select(takeOf(roll));
    seek(timeOn(roll, clientX));
  }
  point(roll, clientX);
});
for (const type of ["pointerup", "pointercancel", "scroll"]) {
  addEventListener(type, () => {
    hint.hidden = true;
    const was = scrubbed;
    scrubbed = null;
    if (type === "pointerup" && was?.moved) play(takeOf(was.roll));
  }, { capture: true, passive: true });
}
document.documentElement.addEventListener("pointerleave", () => { hint.hidden = true; });

large.onclick = ({ clientX }) => {
  if (current === null) return;
  seek(timeAt(clientX));
  play(current);
};
