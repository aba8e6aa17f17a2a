// Two takes, heard in turn at the same place

let compared = null;

function showCompared() {
  const isOther = compared !== null && compared !== current;
  for (const take of list.querySelectorAll(".compared")) take.classList.remove("compared");
  compared?.classList.add("compared");
  id("keep").textContent = compared === current && compared !== null ? "Now go to another take" : "Compare";
  id("keep").setAttribute("aria-pressed", compared !== null);
  id("switch").hidden = !isOther;
  if (isOther) id("switch").textContent = `Switch to seed ${compared.dataset.seed}`;
}

/** Keeps the current take to be compared with the one that is gone to next, or ends that. */
function compare() {
  compared = compared === null ? current : null;
  showCompared();
}

/** To the other one of two takes, at the same second. */
function switchTakes() {
  if (compared === null || compared === current) return;
  const [place, wasPlaying, other] = [audio.currentTime, isPlaying(), compared];
  compared = current;
  select(other);
  seek(place);
  if (wasPlaying) play(other);
}
id("keep").onclick = compare;
id("switch").onclick = switchTakes;
