// The player

/** Says what is wrong. */
function say(message) {
  id("message").textContent = message;
}

/** Says what has been done. */
function tell(...words) {
  id("done").replaceChildren(...words);
  id("undo").hidden = true;
}

const isPlaying = () => !audio.paused;

function setIcon(button, name, label) {
  button.querySelector("use").setAttribute("href", `#icon-${name}`);
  button.setAttribute("aria-label", label);
}

function showState() {
  for (const take of takes) {
    const plays = take === current && isPlaying();
    // A thousand are asked, but only two of them change.
    if ((take.dataset.plays === "yes") === plays) continue;
    take.dataset.plays = plays ? "yes" : "no";
    setIcon(take.querySelector(".play"), plays ? "pause" : "play",
      `${plays ? "Pause" : "Play"} seed ${take.dataset.seed}`);
  }
  setIcon(id("play"), isPlaying() ? "pause" : "play", isPlaying() ? "Pause" : "Play");
  document.title = isPlaying() ? `▶ ${titleOf(current)} · ${pageTitle}` : pageTitle;
  if ("mediaSession" in navigator) navigator.mediaSession.playbackState = isPlaying() ? "playing" : "paused";
}

function showPosition() {
  if (current === null) return;
  const seconds = Math.min(audio.currentTime, length(current));
  const roll = current.querySelector(".roll");
  const cursor = roll.querySelector(".cursor");
  cursor.hidden = false;
  cursor.style.transform = `translateX(${seconds / span(current) * roll.clientWidth}px)`;
  id("progress").style.transform = `scaleX(${seconds / length(current)})`;
  if (isCloseUp()) drawStage();
  else drawSounding();
  showBar();
  const words = `${clock(seconds)} of ${clock(length(current))}`;
  id("time").textContent = words;
  if (large.getAttribute("aria-valuetext") === words && roll.getAttribute("aria-valuetext") === words) return;
  for (const slider of [roll, large]) {
    slider.setAttribute("aria-valuenow", Math.round(seconds));
    slider.setAttribute("aria-valuetext", words);
  }
}

function select(take) {
  if (take === current) return;
  audio.pause();
  if (current !== null) {
    current.removeAttribute("aria-current");
    current.querySelector(".cursor").hidden = true;
    const roll = current.querySelector(".roll");
    roll.setAttribute("aria-valuenow", 0);
    roll.setAttribute("aria-valuetext", `0:00 of ${clock(length(current))}`);
  }
  current = take;
  say("");
  take.setAttribute("aria-current", "true");
  if (take.dataset.audio) audio.src = take.dataset.audio;
  id("play").disabled = !take.dataset.audio;
  stage(take);
  showSheet();
  showVerdicts();
  showState();
  showCompared();
  showPosition();
  announce();
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

/** Selects a take, brings it into sight, and goes on playing there if one played. */
function moveTo(take) {
  const wasPlaying = isPlaying();
  select(take);
  take.scrollIntoView({ block: "nearest" });
  if (wasPlaying) play(take);
}

/** Goes a take on, or back, among those shown; from the last one nowhere. */
function move(step, from = current) {
  // A take that is not shown has its place in the order still.
  let index = order.indexOf(from) + step;
  while (order[index]?.hidden) index += step;
  const take = from === null ? shown()[0] : order[index];
  if (!take) return false;
  moveTo(take);
  return true;
}

function seek(seconds) {
  if (current === null || !current.dataset.audio) return;
  audio.currentTime = Math.min(Math.max(seconds, 0), length(current));
  showPosition();
}

/** To the beginning of the next bar, or of this one, or of the one before where this has just begun. */
function seekBar(step) {
  const starts = staged.bars.map(({ start }) => start);
  const now = audio.currentTime;
  seek(step > 0 ? starts.find((start) => start > now + 0.05) ?? now
    : starts.findLast((start) => start < now - 0.4) ?? 0);
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

let nextFrame = 0;

function follow() {
  cancelAnimationFrame(nextFrame);
  showPosition();
  if (isPlaying()) nextFrame = requestAnimationFrame(follow);
}
for (const name of ["play", "pause", "ended"]) audio.addEventListener(name, showState);
audio.addEventListener("playing", follow);
for (const name of ["seeked", "timeupdate"]) audio.addEventListener(name, showPosition);
audio.addEventListener("ended", () => {
  if (playsAll()) goOn();
});

list.addEventListener("click", ({ target, clientX }) => {
  const take = target.closest(".take");
  if (!take) return;
  if (target.closest(".play")) toggle(take);
  else if (target.closest(".star")) decide(take, "star");
  else if (target.closest(".reject")) decide(take, "reject");
  else if (target.closest(".longer")) copyLonger(take);
  else if (target.closest(".roll")) {
    select(take);
    seek(timeOn(target.closest(".roll"), clientX));
    play(take);
  } else if (target.closest("h2")) select(take);
});
id("play").onclick = () => toggle(current ?? shown()[0]);
id("next").onclick = () => move(1);
id("previous").onclick = () => move(-1);
for (const kind of ["star", "reject"]) id(kind).onclick = () => current && decide(current, kind);
id("all").onclick = () => playAll(!playsAll());

// How loud

function setVolume(volume) {
  audio.volume = Math.min(Math.max(volume, 0), 1);
  audio.muted = false;
}
function showVolume() {
  const isMuted = audio.muted || audio.volume === 0;
  id("volume").value = audio.volume;
  id("mute").querySelector("use").setAttribute("href", isMuted ? "#icon-silence" : "#icon-sound");
  id("mute").setAttribute("aria-pressed", isMuted);
  keep("volume", String(audio.volume));
}
audio.addEventListener("volumechange", showVolume);
id("volume").oninput = ({ target }) => setVolume(Number(target.value));
id("mute").onclick = () => { audio.muted = !audio.muted; };

// The keys of keyboards, headphones and lock screens that are there for media

function announce() {
  if (!("mediaSession" in navigator)) return;
  navigator.mediaSession.metadata = new MediaMetadata(
    { title: titleOf(current), artist: `Seed ${current.dataset.seed}`, album: pageTitle });
}
for (const [name, action] of Object.entries({
  play: () => play(current), pause: () => audio.pause(),
  previoustrack: () => move(-1), nexttrack: () => move(1),
  seekbackward: () => seek(audio.currentTime - skipSeconds),
  seekforward: () => seek(audio.currentTime + skipSeconds), seekto: ({ seekTime }) => seek(seekTime),
})) {
  try {
    navigator.mediaSession.setActionHandler(name, action);
  } catch {
    // A browser without it, or without this action.
  }
}

// The page as it is opened

if (takes.every((take) => !take.dataset.audio)) id("all").disabled = true;
id("onward").checked = recall("onward") !== "no";
const volume = Number(recall("volume") ?? 1);
setVolume(volume >= 0 ? volume : 1);
showVolume();
readVerdicts();
showVerdicts();
showAll();
const asked = location.hash && takes.find((take) => `#${take.id}` === location.hash);
if (takes.length) select(asked || shown()[0]);
asked?.scrollIntoView?.({ block: "center" });
for (const take of takes) observer.observe(take);
// A legend, a sheet or another window leave it more room or less.
new ResizeObserver(drawStage).observe(large);
