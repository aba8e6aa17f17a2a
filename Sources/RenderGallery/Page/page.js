const audio = id("audio");
const skipSeconds = 5;
let current = null;

/** What somebody wrote into a field: null for nothing, NaN for what is no number. */
function number(field, style) {
  const words = field.value.trim().replace("−", "-").replace(",", ".").replace(/\s*%$/, "");
  if (words === "") return null;
  if (style === "time" && words.includes(":")) {
    const [minutes, seconds] = words.split(":").map(Number);
    return minutes * 60 + seconds;
  }
  return Number(words) / (style === "share" ? 100 : 1);
}

// Stars

const starsKey = `render stars ${gallery.identity}`;
let stars = new Set();

function readStars() {
  try {
    stars = new Set((localStorage.getItem(starsKey) ?? "").split(" ").filter((seed) => seed));
  } catch {
    // Said when one is set.
  }
}

function showStars() {
  for (const take of takes) {
    take.querySelector(".star").setAttribute("aria-pressed", stars.has(take.dataset.seed));
  }
  const count = takes.filter((take) => stars.has(take.dataset.seed)).length;
  id("stars").textContent = count;
  for (const name of ["save", "copy", "unstar"]) id(name).disabled = count === 0;
  id("star").setAttribute("aria-pressed", current !== null && stars.has(current.dataset.seed));
}

function keepStars() {
  try {
    if (stars.size > 0) localStorage.setItem(starsKey, [...stars].join(" "));
    else localStorage.removeItem(starsKey);
  } catch {
    say("This browser keeps no stars for pages from disk: save them before you leave.");
  }
  showStars();
}

function toggleStar(take) {
  // Another window may have set some since.
  readStars();
  if (!stars.delete(take.dataset.seed)) stars.add(take.dataset.seed);
  keepStars();
}

/** A line each, as `--seeds-file` takes them. */
function starList() {
  return takes.map((take) => take.dataset.seed).filter((seed) => stars.has(seed)).join("\n") + "\n";
}

id("save").onclick = () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([starList()], { type: "text/plain" }));
  link.download = "starred.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
async function copy(text, status, instead) {
  try {
    await navigator.clipboard.writeText(text);
    id(status).textContent = "Copied.";
  } catch {
    say(`The browser does not allow it: ${instead} instead.`);
  }
}
id("copy").onclick = () => copy(starList(), "copied", "save the list");
id("copy-command").onclick =
  () => copy(id("command").textContent, "command-copied", "select it and copy it yourself");
id("unstar").onclick = () => {
  if (!confirm("Remove all stars of this page?")) return;
  // Another page of takes that were made alike may have its own.
  for (const take of takes) stars.delete(take.dataset.seed);
  keepStars();
};
addEventListener("storage", (event) => {
  if (event.key !== starsKey) return;
  readStars();
  showStars();
});

// Sorting and filtering

const inFirstOrder = new Map(takes.map((take, index) => [take, index]));
let order = takes;

const shown = () => order.filter((take) => !take.hidden);
const styleOf = (select) => select.selectedOptions[0]?.dataset.style;

/** The order of words: numbers in them by their size, so that 12/8 comes after 3/4. */
const compareWords = new Intl.Collator("en", { numeric: true }).compare;

/** The menus by which takes are chosen, one for each column of words of which there are several. */
const choices = gallery.columns.flatMap(({ name, style }, column) => {
  if (style !== "words") return [];
  const found = new Set(takes.map((take) => values.get(take)[column]));
  if (found.size < 2) return [];
  const menu = element("select", new Option("any", ""));
  for (const words of [...found].filter((words) => words !== null).sort(compareWords)) {
    // The value says that words are meant, which may be empty.
    menu.append(new Option(words, `=${words}`));
  }
  menu.onchange = filter;
  id("choices").before(element("label", `${name} `, menu));
  return [{ column, menu }];
});

function sort() {
  const by = id("sort").value;
  const sign = id("direction").getAttribute("aria-pressed") === "true" ? -1 : 1;
  const key = by === "seed" ? (take) => inFirstOrder.get(take)
    : by === "star" ? (take) => stars.has(take.dataset.seed) ? 0 : 1
    : (take) => values.get(take)[by];
  const keys = new Map(takes.map((take) => [take, key(take)]));
  order = [...takes].sort((one, other) => {
    const [a, b] = [keys.get(one), keys.get(other)];
    // What is not known comes last in both directions.
    if (a === null || b === null) return (a === null) - (b === null);
    const difference = typeof a === "string" ? compareWords(a, b) : a - b;
    return sign * difference || inFirstOrder.get(one) - inFirstOrder.get(other);
  });
  for (const take of order) list.append(take);
}

/** Seeds and ranges of them; null for any, undefined for what is none. They may exceed 2⁵³. */
function seedRanges(words) {
  if (words.trim() === "") return null;
  const ranges = [];
  for (const part of words.split(",").map((part) => part.trim()).filter((part) => part)) {
    const match = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(part);
    if (!match) return undefined;
    ranges.push([BigInt(match[1]), BigInt(match[2] ?? match[1])]);
  }
  return ranges;
}

function filter() {
  const ranges = seedRanges(id("seeds").value);
  id("seeds").setAttribute("aria-invalid", ranges === undefined);
  const column = id("column").value;
  const [least, most] = ["least", "most"].map((name) => {
    const value = number(id(name), styleOf(id("column")));
    id(name).setAttribute("aria-invalid", Number.isNaN(value));
    return Number.isNaN(value) ? null : value;
  });
  const starredOnly = id("starred").checked;
  for (const take of takes) {
    const own = values.get(take);
    const value = own[column] ?? NaN;
    const seed = BigInt(take.dataset.seed);
    take.hidden = starredOnly && !stars.has(take.dataset.seed)
      || (ranges ?? []).length > 0 && !ranges.some(([first, last]) => first <= seed && seed <= last)
      || least !== null && !(value >= least) || most !== null && !(value <= most)
      || choices.some(({ column, menu }) => menu.value && menu.value !== `=${own[column]}`);
  }
  const count = takes.filter((take) => !take.hidden).length;
  id("shown").textContent = count === takes.length ? "" : `${count} of ${takes.length} shown`;
  showSorted(least !== null || most !== null);
}

/** Says the number that takes are sorted or filtered by. */
function showSorted(isFiltered) {
  const select = styleOf(id("sort")) !== undefined ? id("sort") : isFiltered ? id("column") : null;
  const name = select?.selectedOptions[0].textContent;
  for (const take of takes) {
    const field = take.querySelector(".sorted");
    field.hidden = select === null
      || [...take.querySelectorAll("dl > :not(.sorted) > dt")].some((term) => term.textContent === name);
    if (field.hidden) continue;
    field.children[0].textContent = name;
    field.children[1].textContent = text(values.get(take)[select.value], styleOf(select));
  }
}

function arrange() {
  sort();
  filter();
}

id("sort").onchange = arrange;
id("direction").onclick = ({ currentTarget }) => {
  currentTarget.setAttribute("aria-pressed", currentTarget.getAttribute("aria-pressed") !== "true");
  arrange();
};
for (const name of ["seeds", "least", "most"]) id(name).oninput = filter;
for (const name of ["column", "starred"]) id(name).onchange = filter;
id("clear").onclick = () => {
  for (const name of ["seeds", "least", "most"]) id(name).value = "";
  for (const { menu } of choices) menu.value = "";
  id("starred").checked = false;
  filter();
};

// Piano rolls

/** The numbers of a `NumberText` in Swift, one a call; `done` says whether that was all. */
function reader(text) {
  const data = atob(text);
  let position = 0;
  return {
    done: () => position >= data.length,
    next() {
      for (let value = 0, factor = 1; ; factor *= 128) {
        const byte = data.charCodeAt(position++);
        value += (byte & 127) * factor;
        // Past the end, where there is no number, as well.
        if (!(byte >= 128)) return value;
      }
    },
  };
}

function notes(take) {
  const { roll, parts } = contents.get(take);
  const { done, next } = reader(roll);
  const found = [];
  for (let onset = 0; !done();) {
    onset += next();
    found.push({ onset: onset / 100, duration: next() / 100, key: next(), velocity: next(),
      part: parts ? next() : 0 });
  }
  return found;
}

/** Gives each note its share of its row's height: parts that are on one key at a time lie one under the other. */
function divide(found) {
  const rows = new Map();
  for (const note of found) {
    if (!rows.has(note.key)) rows.set(note.key, []);
    rows.get(note.key).push(note);
  }
  for (const row of rows.values()) {
    for (let start = 0; start < row.length;) {
      let end = start;
      for (let last = row[start].onset + row[start].duration;
        end < row.length && (end === start || row[end].onset < last); end++) {
        last = Math.max(last, row[end].onset + row[end].duration);
      }
      const together = row.slice(start, end);
      const lanes = [...new Set(together.map(({ part }) => part))].sort((one, other) => one - other);
      for (const note of together) {
        note.share = 1 / lanes.length;
        note.offset = lanes.indexOf(note.part) * note.share;
      }
      start = end;
    }
  }
}

/** The bars with their beginnings; none where nobody knows them. */
function bars(take) {
  const text = contents.get(take).bars;
  if (!text) return [];
  const { done, next } = reader(text);
  const found = [];
  for (let number = next(), start = 0; !done(); number++) {
    start += next();
    found.push({ number, start: start / 100 });
  }
  return found;
}

const darkness = matchMedia("(prefers-color-scheme: dark)");

/** Louder is further from the paper, through hues that the colour blind tell apart. */
function velocityColor(velocity) {
  const loudness = (velocity - 1) / 126;
  const lightness = darkness.matches ? 0.42 + 0.48 * loudness : 0.86 - 0.56 * loudness;
  const chroma = 0.13 + 0.05 * Math.sin(loudness * Math.PI);
  return `oklch(${lightness} ${chroma} ${90 - 160 * loudness})`;
}

function draw(take) {
  const canvas = take.querySelector("canvas");
  const { clientWidth: width, clientHeight: height } = canvas.parentElement;
  canvas.width = width * devicePixelRatio;
  canvas.height = height * devicePixelRatio;
  const context = canvas.getContext("2d");
  context.scale(devicePixelRatio, devicePixelRatio);
  const found = notes(take);
  let [lowest, highest] = [127, 0];
  for (const { key } of found) [lowest, highest] = [Math.min(lowest, key), Math.max(highest, key)];
  // At least four octaves, so that a narrow piece looks narrow.
  const middle = (lowest + highest) / 2;
  const span = Math.max(48, highest - lowest + 4);
  const row = height / span;
  const thickness = Math.max(2.5, row);
  const y = (key) => (middle + span / 2 - key - 0.5) * row;
  const style = getComputedStyle(document.documentElement);
  context.fillStyle = style.getPropertyValue("--line");
  for (let key = 0; key < 128; key += 12) context.fillRect(0, y(key) + row, width, 1);
  const scale = width / length(take);
  const numbered = drawBars(context, bars(take), scale, height);
  const { parts } = contents.get(take);
  divide(found);
  for (const note of found) {
    context.fillStyle = parts ? parts[note.part][darkness.matches ? "dark" : "light"]
      : velocityColor(note.velocity);
    // As `Color.played` in Swift.
    context.globalAlpha = parts ? 0.45 + 0.55 * (note.velocity - 1) / 126 : 1;
    context.fillRect(note.onset * scale, y(note.key) + row / 2 - thickness / 2 + thickness * note.offset,
      Math.max(1.5, note.duration * scale - 0.5), thickness * note.share);
  }
  context.globalAlpha = 1;
  context.fillStyle = style.getPropertyValue("--faint");
  context.font = `10px ${getComputedStyle(document.body).fontFamily}`;
  for (const { number, start } of numbered) context.fillText(number, start * scale + 3, 11);
}

/** Draws the lines of bars, as many as can be told apart; returns those that have room for their numbers. */
function drawBars(context, found, scale, height) {
  if (!found.length) return [];
  const last = found[found.length - 1];
  const width = (last.start - found[0].start) * scale / Math.max(1, found.length - 1);
  if (!(width > 0)) return [];
  const every = (least, first) => {
    let step = first;
    while (step * width < least) step *= 2;
    return found.filter(({ number }) => number > 0 && (number - 1) % step === 0);
  };
  for (const { start } of every(5, 1)) context.fillRect(Math.round(start * scale), 0, 1, height);
  return every(40, 4);
}

// Only what is near the screen has pixels: a thousand rolls would take hundreds of megabytes.
const inSight = new Set();
const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) {
      inSight.add(target);
      draw(target);
    } else {
      inSight.delete(target);
      target.querySelector("canvas").width = 0;
    }
  }
}, { rootMargin: "300px" });

function redraw() {
  for (const take of inSight) draw(take);
}
darkness.addEventListener("change", redraw);
addEventListener("resize", () => {
  redraw();
  showPosition();
});

// Sheet music, which is loaded when somebody wants to see it

/** Of the takes whose sheet was opened: the bars with their beginnings, and their places in per cent. */
const sheets = new Map();

function toggleSheet(take) {
  const sheet = take.querySelector(".sheet");
  sheet.hidden = !sheet.hidden;
  take.querySelector(".read").setAttribute("aria-expanded", !sheet.hidden);
  if (sheet.hidden) return;
  if (!sheets.has(take)) {
    const { file, places } = contents.get(take).sheet;
    const { done, next } = reader(places);
    const found = [];
    while (!done()) found.push([next(), next(), next(), next()].map((share) => share / 100));
    sheets.set(take, { starts: bars(take).map(({ start }) => start), places: found });
    const image = new Image();
    image.alt = `Score of seed ${take.dataset.seed}`;
    image.src = file;
    sheet.querySelector(".bar").before(image);
  }
  showBar(take);
}

/** Marks the bar that sounds, and brings it into sight when it is another one. */
function showBar(take) {
  const sheet = take.querySelector(".sheet");
  if (sheet.hidden) return;
  const { starts, places } = sheets.get(take);
  const mark = sheet.querySelector(".bar");
  const bar = take === current ? starts.findLastIndex((start) => start <= audio.currentTime) : -1;
  const index = Math.min(bar, places.length - 1);
  mark.hidden = index < 0;
  if (index < 0 || mark.dataset.index === String(index)) return;
  mark.dataset.index = index;
  const [left, top, right, bottom] = places[index];
  Object.assign(mark.style,
    { left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%` });
  const above = mark.offsetTop - sheet.scrollTop;
  if (above < 0 || above + mark.offsetHeight > sheet.clientHeight) sheet.scrollTop = mark.offsetTop - 10;
}

/** The beginning of the bar at a point of the sheet, in seconds; undefined where there is none. */
function beginning(take, { clientX, clientY }) {
  const { starts, places } = sheets.get(take);
  const box = take.querySelector(".sheet img").getBoundingClientRect();
  const [x, y] = [(clientX - box.left) / box.width * 100, (clientY - box.top) / box.height * 100];
  return starts[places.findIndex(([left, top, right, bottom]) =>
    left <= x && x < right && top <= y && y < bottom)];
}

// The player

function say(message) {
  id("message").textContent = message;
}

const isPlaying = () => !audio.paused;
const length = (take) => Number(take.dataset.seconds);

function setIcon(button, name, label) {
  button.querySelector("use").setAttribute("href", `#icon-${name}`);
  button.setAttribute("aria-label", label);
}

function showState() {
  for (const take of takes) {
    const plays = take === current && isPlaying();
    const button = take.querySelector(".play");
    // A thousand buttons are touched, but only two of them change.
    if ((button.dataset.plays === "yes") === plays) continue;
    button.dataset.plays = plays ? "yes" : "no";
    setIcon(button, plays ? "pause" : "play", `${plays ? "Pause" : "Play"} seed ${take.dataset.seed}`);
  }
  setIcon(id("play"), isPlaying() ? "pause" : "play", isPlaying() ? "Pause" : "Play");
}

function showPosition() {
  if (current === null) return;
  const roll = current.querySelector(".roll");
  const seconds = Math.min(audio.currentTime, length(current));
  const cursor = roll.querySelector(".cursor");
  cursor.hidden = false;
  cursor.style.transform = `translateX(${seconds / length(current) * roll.clientWidth}px)`;
  showBar(current);
  const words = `${clock(seconds)} of ${clock(length(current))}`;
  id("time").textContent = words;
  if (roll.getAttribute("aria-valuetext") === words) return;
  roll.setAttribute("aria-valuenow", Math.round(seconds));
  roll.setAttribute("aria-valuetext", words);
}

function select(take) {
  if (take === current) return;
  audio.pause();
  if (current !== null) {
    current.removeAttribute("aria-current");
    for (const name of [".cursor", ".bar"]) current.querySelector(name).hidden = true;
    const roll = current.querySelector(".roll");
    roll.setAttribute("aria-valuenow", 0);
    roll.setAttribute("aria-valuetext", `0:00 of ${clock(length(current))}`);
  }
  current = take;
  say("");
  take.setAttribute("aria-current", "true");
  if (take.dataset.audio) audio.src = take.dataset.audio;
  id("current").hidden = false;
  id("current").textContent = `Seed ${take.dataset.seed}`;
  id("current").href = `#seed-${take.dataset.seed}`;
  showStars();
  showState();
  showPosition();
}

function play(take) {
  if (!take.dataset.audio) return;
  select(take);
  say("");
  // What could not be played may have been put there since.
  if (audio.error) audio.load();
  // An error is told by the element, and a newer wish that has come first is none.
  audio.play().catch(() => {});
}

audio.addEventListener("error", () => {
  if (current === null) return;
  const { audio: name } = current.dataset;
  // It takes itself to be playing still.
  audio.pause();
  showState();
  if (playsAll()) goOn();
  say(`${name} cannot be played: is it beside this page, in a format that the browser knows?`);
});

function toggle(take) {
  if (take === current && isPlaying()) audio.pause();
  else if (take) play(take);
}

/** Goes a take on, or back, among those shown; from the last one nowhere. */
function move(step, from = current) {
  // A take that is not shown has its place in the order still.
  let index = order.indexOf(from) + step;
  while (order[index]?.hidden) index += step;
  const take = from === null ? shown()[0] : order[index];
  if (!take) return false;
  const wasPlaying = isPlaying();
  select(take);
  take.scrollIntoView({ block: "nearest" });
  if (wasPlaying) play(take);
  return true;
}

function seek(seconds) {
  if (current === null || !current.dataset.audio) return;
  audio.currentTime = Math.min(Math.max(seconds, 0), length(current));
  showPosition();
}

/** To the next take, where all are played. */
function goOn() {
  if (move(1)) play(current);
  else playAll(false);
}

function playAll(isOn, from = current) {
  id("all").setAttribute("aria-pressed", isOn);
  if (isOn && !isPlaying()) toggle(from ?? shown()[0]);
}
const playsAll = () => id("all").getAttribute("aria-pressed") === "true";

let frame = 0;

function follow() {
  cancelAnimationFrame(frame);
  showPosition();
  if (isPlaying()) frame = requestAnimationFrame(follow);
}
for (const name of ["play", "pause", "ended"]) audio.addEventListener(name, showState);
audio.addEventListener("playing", follow);
for (const name of ["seeked", "timeupdate"]) audio.addEventListener(name, showPosition);
audio.addEventListener("ended", () => {
  if (playsAll()) goOn();
});

list.addEventListener("click", (event) => {
  const { target, clientX } = event;
  const take = target.closest(".take");
  if (!take) return;
  if (target.closest(".play")) toggle(take);
  else if (target.closest(".star")) toggleStar(take);
  else if (target.closest(".read")) toggleSheet(take);
  else if (target.closest(".sheet")) {
    const start = beginning(take, event);
    if (start === undefined) return;
    select(take);
    // A little later, so that rounding does not bring it into the bar before.
    seek(start + 0.001);
    play(take);
  }
  else if (target.closest(".roll")) {
    const roll = take.querySelector(".roll").getBoundingClientRect();
    select(take);
    seek((clientX - roll.left) / roll.width * length(take));
    play(take);
  }
});
id("play").onclick = () => toggle(current ?? shown()[0]);
id("next").onclick = () => move(1);
id("previous").onclick = () => move(-1);
id("star").onclick = () => current && toggleStar(current);
id("all").onclick = () => playAll(!playsAll());

if (takes.every((take) => !take.dataset.audio)) {
  for (const name of ["play", "all"]) id(name).disabled = true;
}
// On a phone the takes come first.
id("tools").open = !matchMedia("(max-width: 40rem)").matches;
readStars();
showStars();
filter();
for (const take of takes) observer.observe(take);
