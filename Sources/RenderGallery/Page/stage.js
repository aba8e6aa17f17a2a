// The current take, large: a keyboard beside its notes, bars and sections above them

/** What is drawn of the current take, decoded when it was selected. */
let staged = { notes: [], bars: [], sections: [], keys: { top: 84, span: 48 } };
/** The seconds around the place that sounds in a close-up: those before it, and all. */
const closeUp = { before: 4, seconds: 16 };
const large = id("large");
const isCloseUp = () => id("close").getAttribute("aria-pressed") === "true";
const isBlackKey = (key) => [1, 3, 6, 8, 10].includes(key % 12);
const ruler = 34;
const keyboardWidth = () => large.clientWidth < 500 ? 26 : 40;

/** Shows another take. */
function stage(take) {
  const content = contents.get(take);
  const found = notes(take);
  divide(found);
  const barLines = bars(take);
  staged = { notes: found, bars: barLines, sections: sections(take, barLines), parts: content.parts,
    keys: keyRange(found, 36, 3) };
  id("current").textContent = titleOf(take);
  id("current").href = `#seed-${take.dataset.seed}`;
  id("about").textContent = [`Seed ${take.dataset.seed}`, ...gallery.columns.flatMap(({ name, style, isShown }, index) =>
    isShown && telling.has(index) && content.values[index] !== null ? [[name, text(content.values[index], style)].join(" ")] : [])].join(" · ");
  id("files").replaceChildren(...content.files.flatMap((name) => [fileLink(name), " "]));
  id("longer").hidden = longer(content) === null;
  id("read").hidden = !content.sheet;
  id("parts").hidden = !content.parts;
  id("parts").replaceChildren(...(content.parts ?? []).map(({ name, light, dark }) => {
    const player = element("li", name);
    player.style.setProperty("--light", light);
    player.style.setProperty("--dark", dark);
    return player;
  }));
  large.setAttribute("aria-valuemax", Math.round(length(take)));
  drawStage();
}

/** Where times and keys lie on the large roll now. */
function frame() {
  const { clientWidth: width, clientHeight: height } = large;
  const left = keyboardWidth();
  const seconds = isCloseUp() ? closeUp.seconds : current ? length(current) : 1;
  const start = isCloseUp() ? audio.currentTime - closeUp.before : 0;
  const scale = (width - left) / seconds;
  const row = (height - ruler) / staged.keys.span;
  return { width, height, left, scale, row, start, end: start + seconds,
    x: (time) => left + (time - start) * scale,
    y: (key) => ruler + (staged.keys.top - key - 0.5) * row };
}

/** The place in seconds of a point of the window. */
function timeAt(clientX) {
  const { left, scale, start } = frame();
  const time = start + (clientX - large.getBoundingClientRect().left - left) / scale;
  return Math.min(Math.max(time, 0), length(current));
}

function drawStage() {
  if (current === null) return;
  const place = frame();
  const context = prepare(id("notes"), place.width, place.height);
  drawRows(context, place);
  drawBars(context, place);
  const thickness = Math.max(2.5, place.row);
  for (const note of staged.notes) {
    if (note.onset > place.end || note.onset + note.duration < place.start) continue;
    tint(context, note, staged.parts);
    fillNote(context, place, note, thickness);
  }
  context.globalAlpha = 1;
  drawKeyboard(context, place);
  drawSounding();
}

function fillNote(context, { x, y, row, scale }, note, thickness) {
  context.fillRect(x(note.onset), y(note.key) + (row - thickness) / 2 + thickness * note.offset,
    Math.max(1.5, note.duration * scale - 0.5), thickness * note.share);
}

/** The keys that have a row, from the lowest. */
function keysInSight() {
  const { top, span } = staged.keys;
  const lowest = Math.ceil(top - span - 0.5);
  return Array.from({ length: Math.floor(top + 0.5) - lowest + 1 }, (_, index) => lowest + index)
    .filter((key) => key >= 0 && key < 128);
}

function drawRows(context, { width, left, row, y }) {
  for (const key of keysInSight()) {
    context.fillStyle = colorOf(key % 12 === 0 ? "--line" : "--row");
    if (isBlackKey(key)) context.fillRect(left, y(key), width - left, row);
    if (key % 12 === 0) context.fillRect(left, y(key) + row, width - left, 1);
  }
}

/** Bars with their numbers, and above them the sections. */
function drawBars(context, { width, height, left, scale, x }) {
  const [line, faint, ink] = ["--line", "--faint", "--ink"].map(colorOf);
  const family = getComputedStyle(document.body).fontFamily;
  context.fillStyle = line;
  for (const { start } of every(staged.bars, scale, 6, 1)) {
    if (x(start) >= left) context.fillRect(Math.round(x(start)), ruler - 4, 1, height);
  }
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.font = `11px ${family}`;
  context.fillStyle = faint;
  for (const { number, start } of every(staged.bars, scale, 34, 4)) context.fillText(number, x(start) + 4, ruler - 9);
  context.font = `600 12px ${family}`;
  staged.sections.forEach(({ name, start }, index) => {
    const end = staged.sections[index + 1]?.start ?? length(current);
    const from = Math.max(x(start), left);
    const room = Math.min(x(end), width) - from - 2;
    if (!(room > 0)) return;
    context.fillStyle = colorOf(index % 2 ? "--section" : "--section-too");
    context.beginPath();
    context.roundRect(from, 1, room, 16, 3);
    context.fill();
    context.fillStyle = ink;
    // The length where there is room for it.
    const label = [name, name.replace(/\d+$/, "")].find((words) => context.measureText(words).width < room - 8);
    if (label) context.fillText(label, from + 5, 9.5);
    context.fillStyle = faint;
    if (index) context.fillRect(Math.round(x(start)), 1, 1, height);
  });
}

function drawKeyboard(context, { height, left, row, y }) {
  const [white, black, line] = ["--white-key", "--black-key", "--key-line"].map(colorOf);
  context.fillStyle = colorOf("--panel");
  context.fillRect(0, 0, left, ruler);
  context.fillStyle = white;
  context.fillRect(0, ruler, left - 2, height - ruler);
  context.fillStyle = line;
  context.fillRect(left - 2, ruler, 2, height);
  context.textAlign = "right";
  context.font = `${Math.min(10, Math.max(8, row * 1.4))}px ${getComputedStyle(document.body).fontFamily}`;
  for (const key of keysInSight()) {
    if (isBlackKey(key)) {
      context.fillStyle = black;
      context.fillRect(0, y(key), (left - 2) * 0.62, row);
    }
    context.fillStyle = line;
    // Between E and F and between B and C there is no black key; else the line lies below it.
    if ([0, 5].includes(key % 12)) context.fillRect(0, y(key) + row - 0.5, left - 2, 1);
    if (isBlackKey(key)) context.fillRect((left - 2) * 0.62, y(key) + row / 2, (left - 2) * 0.38, 1);
    context.fillStyle = black;
    if (key % 12 === 0 && left > 30) context.fillText(`C${key / 12 - 1}`, left - 5, y(key) + row / 2);
  }
}

/** Lights the notes that sound and their keys, and draws the cursor. */
function drawSounding() {
  const place = frame();
  const canvas = id("sounding");
  const context = prepare(canvas, place.width, place.height);
  const now = audio.currentTime;
  const lit = colorOf("--lit");
  const thickness = Math.max(2.5, place.row);
  const isOn = isPlaying() || now > 0;
  for (const note of staged.notes) {
    if (note.onset > now) break;
    if (!isOn || note.onset + note.duration <= now) continue;
    const color = staged.parts?.[note.part][darkness.matches ? "dark" : "light"] ?? lit;
    context.fillStyle = color;
    context.fillRect(0, place.y(note.key) + 0.5, (place.left - 2) * (isBlackKey(note.key) ? 0.62 : 1), place.row - 1);
    context.shadowColor = color;
    context.shadowBlur = 8;
    fillNote(context, place, note, thickness);
    context.shadowBlur = 0;
  }
  const x = place.x(now);
  if (x < place.left) return;
  context.fillStyle = colorOf("--cursor");
  context.fillRect(Math.min(x, place.width - 1) - 1, ruler - 16, 2, place.height);
}

id("close").onclick = () => {
  id("close").setAttribute("aria-pressed", !isCloseUp());
  drawStage();
};
