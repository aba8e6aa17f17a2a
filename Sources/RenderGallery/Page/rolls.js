// Notes, bars and sections of a take, and the piano rolls of the list

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

/** The sections with their beginnings in seconds, such as A′8. */
function sections(take, found) {
  const text = contents.get(take).sections;
  if (!text) return [];
  return text.split(" ").map((words) => words.split(":"))
    .map(([name, bar]) => ({ name, start: found[bar]?.start ?? Infinity }));
}

const darkness = matchMedia("(prefers-color-scheme: dark)");
const colorOf = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);

/** Louder is further from the paper, through hues that the colour blind tell apart. */
function velocityColor(velocity) {
  const loudness = (velocity - 1) / 126;
  const lightness = darkness.matches ? 0.42 + 0.48 * loudness : 0.86 - 0.56 * loudness;
  const chroma = 0.13 + 0.05 * Math.sin(loudness * Math.PI);
  return `oklch(${lightness} ${chroma} ${90 - 160 * loudness})`;
}

/** The colour of a note, and how strong it is. */
function tint(context, note, parts) {
  context.fillStyle = parts ? parts[note.part][darkness.matches ? "dark" : "light"]
    : velocityColor(note.velocity);
  // As `Color.played` in Swift.
  context.globalAlpha = parts ? 0.45 + 0.55 * (note.velocity - 1) / 126 : 1;
}

/** Gives a canvas as many pixels as it has room, all of them empty; a context in the page's units. */
function prepare(canvas, width, height) {
  const [across, down] = [width, height].map((size) => Math.round(size * devicePixelRatio));
  // Only then, since new pixels take longer than empty ones.
  if (canvas.width !== across || canvas.height !== down) [canvas.width, canvas.height] = [across, down];
  const context = canvas.getContext("2d");
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.globalAlpha = 1;
  context.clearRect(0, 0, width, height);
  return context;
}

/** The keys of a roll: the lowest and highest that sound, but no fewer in all than `least`. */
function keyRange(found, least, margin) {
  let [lowest, highest] = [127, 0];
  for (const { key } of found) [lowest, highest] = [Math.min(lowest, key), Math.max(highest, key)];
  const middle = found.length ? (lowest + highest) / 2 : 60;
  const span = Math.max(least, highest - lowest + margin);
  return { top: middle + span / 2, span };
}

/** The bars whose lines can be told apart, or whose numbers have room, by the room that each needs. */
function every(found, scale, least, first) {
  if (!found.length) return [];
  const width = (found[found.length - 1].start - found[0].start) * scale / Math.max(1, found.length - 1);
  if (!(width > 0)) return [];
  let step = first;
  while (step * width < least) step *= 2;
  return found.filter(({ number }) => number > 0 && (number - 1) % step === 0);
}

/** The seconds that the whole width of a take's roll in the list stands for. */
const span = (take) => id("together").checked ? longest : length(take);

function draw(take) {
  const canvas = take.querySelector("canvas");
  const { clientWidth: width, clientHeight: height } = canvas.parentElement;
  const context = prepare(canvas, width, height);
  const found = notes(take);
  // At least four octaves, so that a narrow piece looks narrow.
  const keys = keyRange(found, 48, 4);
  const row = height / keys.span;
  const thickness = Math.max(2, row);
  const scale = width / span(take);
  context.fillStyle = colorOf("--line");
  for (const { start } of every(bars(take), scale, 5, 1)) context.fillRect(Math.round(start * scale), 0, 1, height);
  if (span(take) > length(take)) context.fillRect(Math.round(length(take) * scale), 0, 1, height);
  divide(found);
  const { parts } = contents.get(take);
  for (const note of found) {
    tint(context, note, parts);
    context.fillRect(note.onset * scale, (keys.top - note.key) * row - thickness / 2 + thickness * note.offset,
      Math.max(1.5, note.duration * scale - 0.5), thickness * note.share);
  }
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
  drawStage();
  if (current !== null) showPosition();
}
darkness.addEventListener("change", redraw);
addEventListener("resize", redraw);
id("together").onchange = redraw;
