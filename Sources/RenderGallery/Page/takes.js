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

function showTop() {
  const title = `${gallery.takes.length} takes to listen to`;
  document.title = title;
  document.querySelector("header h1").textContent = title;
  for (const menu of [id("sort"), id("column")]) {
    gallery.columns.forEach(({ name, style }, index) => {
      // Of words none is the least.
      if (style === "words" && menu === id("column")) return;
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

const template = id("take").content.firstElementChild;

/** The item of the list. What is asked of it again and again stands in its data. */
function item({ seed, audio, files, seconds, values, parts, sheet }) {
  const take = template.cloneNode(true);
  const [heading, play, star, facts, links, players, roll] = take.children;
  take.id = `seed-${seed}`;
  take.dataset.seed = seed;
  if (audio) take.dataset.audio = audio;
  take.dataset.seconds = seconds;
  heading.textContent = seed;
  play.setAttribute("aria-label", `Play seed ${seed}`);
  play.disabled = !audio;
  star.setAttribute("aria-label", `Star seed ${seed}`);
  gallery.columns.forEach(({ name, style, isShown }, index) => {
    const value = values[index];
    if (isShown && value !== null) facts.lastElementChild.before(fact(name, text(value, style)));
  });
  for (const name of files) links.append(fileLink(name), " ");
  if (sheet) {
    const reading = element("button", "Score");
    reading.type = "button";
    reading.className = "read";
    reading.setAttribute("aria-expanded", "false");
    reading.setAttribute("aria-label", `Score of seed ${seed}`);
    links.append(reading);
  }
  players.hidden = !parts;
  for (const { name, light, dark } of parts ?? []) {
    const player = element("li", name);
    player.style.setProperty("--light", light);
    player.style.setProperty("--dark", dark);
    players.append(player);
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
