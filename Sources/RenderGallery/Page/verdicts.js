// Stars and rejections

const audio = id("audio");
const skipSeconds = 5;
let current = null;

const keptUnder = {
  stars: `render stars ${gallery.identity}`, rejected: `render rejected ${gallery.identity}`,
  onward: "render goes on", volume: "render volume",
};
let stars = new Set();
let rejected = new Set();
/** The take whose verdict was changed last, and what it was before. */
let undoable = null;

/** What this browser has kept under a name; null for nothing, or where it keeps nothing. */
function recall(name) {
  try {
    return localStorage.getItem(keptUnder[name]);
  } catch {
    return null;
  }
}

/** Keeps words, or forgets them where there are none; whether the browser does. */
function keep(name, words) {
  try {
    if (words) localStorage.setItem(keptUnder[name], words);
    else localStorage.removeItem(keptUnder[name]);
    return true;
  } catch {
    return false;
  }
}

function readVerdicts() {
  const seeds = (name) => new Set((recall(name) ?? "").split(" ").filter((seed) => seed));
  [stars, rejected] = [seeds("stars"), seeds("rejected")];
}

const verdict = ({ dataset: { seed } }) => stars.has(seed) ? "star" : rejected.has(seed) ? "reject" : "none";

function showVerdicts() {
  const counts = { star: 0, reject: 0, none: 0 };
  for (const take of takes) {
    const now = verdict(take);
    counts[now]++;
    if (take.dataset.verdict === now) continue;
    take.dataset.verdict = now;
    for (const kind of ["star", "reject"]) take.querySelector(`.${kind}`).setAttribute("aria-pressed", now === kind);
  }
  id("stars").textContent = counts.star;
  for (const name of ["save", "copy", "unstar"]) id(name).disabled = counts.star === 0;
  id("readmit").disabled = counts.reject === 0;
  const inMenu = [takes.length - counts.reject, counts.none, counts.star, counts.reject];
  inMenu.forEach((count, index) => {
    const option = id("verdict").options[index];
    option.text = option.text.replace(/( \(\d+\))?$/, ` (${count})`);
  });
  for (const kind of ["star", "reject"]) {
    id(kind).setAttribute("aria-pressed", current !== null && verdict(current) === kind);
  }
}

function keepVerdicts() {
  // Both, whatever the first one gives.
  const kept = [keep("stars", [...stars].join(" ")), keep("rejected", [...rejected].join(" "))];
  if (!kept.every(Boolean)) say("This browser keeps no stars for pages from disk: save them before you leave.");
  showVerdicts();
}

function setVerdict({ dataset: { seed } }, kind) {
  stars.delete(seed);
  rejected.delete(seed);
  if (kind === "star") stars.add(seed);
  if (kind === "reject") rejected.add(seed);
  keepVerdicts();
}

/** Stars or rejects a take, or takes that back; then goes on to the next one, where that is wished. */
function decide(take, kind) {
  // Another window may have set some since.
  readVerdicts();
  const before = verdict(take);
  undoable = { take, before };
  setVerdict(take, before === kind ? "none" : kind);
  if (before === kind) tell(`Seed ${take.dataset.seed} is undecided again.`);
  else tell(`Seed ${take.dataset.seed} has ${kind === "star" ? "a star" : "been rejected"}.`);
  id("undo").hidden = false;
  if (before !== kind && take === current && id("onward").checked && !move(1)) {
    id("done").append(" It was the last one shown.");
  }
  filter();
}

function undo() {
  if (undoable === null) return;
  const { take, before } = undoable;
  undoable = null;
  readVerdicts();
  setVerdict(take, before);
  filter();
  tell(`Seed ${take.dataset.seed} is as it was.`);
  moveTo(take);
}
id("undo").onclick = undo;
id("onward").onchange = () => keep("onward", id("onward").checked ? "yes" : "no");

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

/** Copies the command that goes on from a take, and shows it. */
async function copyLonger(take) {
  const command = longer(contents.get(take));
  if (command === null) return;
  const shown = element("code", command);
  try {
    await navigator.clipboard.writeText(command);
    tell("Copied, to be given in the takes' folder: ", shown);
  } catch {
    tell("To be given in the takes' folder: ", shown);
  }
}
id("longer").onclick = () => copyLonger(current);

for (const [name, of, words] of [
  ["unstar", () => stars, "Remove all stars of this page?"],
  ["readmit", () => rejected, "Take back all rejections of this page?"],
]) {
  id(name).onclick = () => {
    if (!confirm(words)) return;
    // Another page of takes that were made alike may have its own.
    for (const take of takes) of().delete(take.dataset.seed);
    keepVerdicts();
    filter();
  };
}
addEventListener("storage", ({ key }) => {
  if (key !== keptUnder.stars && key !== keptUnder.rejected) return;
  readVerdicts();
  showVerdicts();
});
