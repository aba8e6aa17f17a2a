"use strict";
// What was put into the page: `ListeningPage` in Swift says what it is.

const id = (name) => document.getElementById(name);
const gallery = JSON.parse(id("gallery").textContent);

// Numbers as people write them, in the styles of the columns.

function clock(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function text(number, style) {
  if (style === "words") return number ?? "none";
  // Nothing measured is as large as that.
  if (!(Math.abs(number) < 1e12)) return "none";
  if (style === "time") return clock(number);
  if (style === "share") return `${Math.round(number * 100)} %`;
  const [places, unit] = style.split(/ (.*)/s);
  return `${number.toFixed(Number(places)).replace("-", "−")}${unit ? ` ${unit}` : ""}`;
}

// The page's top. All of it is text: much of it comes from strangers.

function element(name, ...contents) {
  const made = document.createElement(name);
  made.append(...contents);
  return made;
}

const fact = (name, value) => element("div", element("dt", name), element("dd", value));

/** The columns in which takes differ, by their places; the others are facts of all takes. */
const telling = new Set([...gallery.columns.keys()].filter((column) =>
  new Set(gallery.takes.map(({ values }) => values[column])).size > 1));

const pageTitle = `${gallery.takes.length} take${gallery.takes.length === 1 ? "" : "s"} to listen to`;

function showTop() {
  document.title = pageTitle;
  document.querySelector("#listing h1").textContent = pageTitle;
  for (const menu of [id("sort"), id("column")]) {
    gallery.columns.forEach(({ name, style }, index) => {
      // Of words none is the least.
      if (!telling.has(index) || style === "words" && menu === id("column")) return;
      const option = new Option(name, index);
      option.dataset.style = style;
      menu.append(option);
    });
  }
  const { command } = gallery;
  id("remaking").hidden = !command;
  id("no-remaking").hidden = Boolean(command);
  if (command) {
    id("command").textContent = command.text;
    id("remarks").append(...command.remarks.map((remark) => element("p", remark)));
  }
  gallery.columns.forEach(({ name, style }, index) => {
    const value = gallery.takes[0]?.values[index] ?? null;
    if (!telling.has(index) && value !== null) id("facts").append(fact(name, text(value, style)));
  });
  id("facts").append(...gallery.facts.map(({ name, value }) => fact(name, value)));
  id("silent").hidden = gallery.takes.some(({ audio }) => audio);
}

// The takes

function fileLink(name) {
  const ending = name.split(".").pop();
  const kind = ending === "mid" ? "MIDI" : ending.toUpperCase();
  const link = element("a", name.includes("-score.") ? `Score (${kind})` : kind);
  link.setAttribute("href", name);
  link.download = "";
  return link;
}

/** The command for a take that goes on to twice its length; null where none does. */
function longer({ files, events }) {
  const [, stem] = files.map((name) => /^([\w-]+)\.mid$/.exec(name)).find(Boolean) ?? [];
  const continuation = gallery.command?.continuation;
  if (!continuation || !stem || !(events > 0)) return null;
  return continuation.replaceAll("{take}", stem).replaceAll("{length}", 2 * events);
}

const template = id("take").content.firstElementChild;

/** The item of the list. What is asked of it again and again stands in its data. */
function item(content) {
  const { seed, title, audio, files, seconds } = content;
  const take = template.cloneNode(true);
  const [play, heading, reject, star, roll, { children: [about, links] }] = take.children;
  take.id = `seed-${seed}`;
  take.dataset.seed = seed;
  if (audio) take.dataset.audio = audio;
  take.dataset.seconds = seconds;
  heading.textContent = title || `Seed ${seed}`;
  play.setAttribute("aria-label", `Play seed ${seed}`);
  play.disabled = !audio;
  reject.setAttribute("aria-label", `Reject seed ${seed}`);
  star.setAttribute("aria-label", `Star seed ${seed}`);
  about.firstElementChild.textContent = title ? `Seed ${seed} · ${clock(seconds)}` : clock(seconds);
  for (const name of files) links.append(fileLink(name), " ");
  if (longer(content)) {
    const button = element("button", "Longer");
    button.type = "button";
    button.className = "longer";
    button.setAttribute("aria-label", `Longer: copy the command for seed ${seed}`);
    links.append(button);
  }
  roll.setAttribute("aria-label", `Position in seed ${seed}`);
  roll.setAttribute("aria-valuemax", Math.round(seconds));
  roll.setAttribute("aria-valuetext", `0:00 of ${clock(seconds)}`);
  return take;
}

showTop();
const takes = gallery.takes.map(item);
/** By take, in the order of the columns: null for what is not known or no number. */
const values = new Map(takes.map((take, index) =>
  [take, gallery.takes[index].values.map((value, column) =>
    gallery.columns[column].style === "words" || Number.isFinite(value) ? value : null)]));
/** What was put into the page of each take. */
const contents = new Map(takes.map((take, index) => [take, gallery.takes[index]]));
const list = id("takes");
list.append(...takes);

/** What a listener calls the take. */
const titleOf = (take) => contents.get(take).title || `Seed ${take.dataset.seed}`;
const length = (take) => Number(take.dataset.seconds);
const longest = Math.max(...takes.map(length), 0);
