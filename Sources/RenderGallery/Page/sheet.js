// Sheet music of the current take, which is loaded when somebody wants to see it

const sheet = id("sheet");
/** Of the take whose sheet is seen: the bars' beginnings, and their places in per cent. */
let opened = { take: null, starts: [], places: [] };

function toggleSheet() {
  sheet.hidden = !sheet.hidden && opened.take === current || !contents.get(current)?.sheet;
  showSheet();
}

/** Shows the sheet of another take where one is open, and closes it where there is none. */
function showSheet() {
  const content = contents.get(current);
  if (!content?.sheet) sheet.hidden = true;
  id("read").setAttribute("aria-expanded", !sheet.hidden);
  id("stage").classList.toggle("reading", !sheet.hidden);
  if (sheet.hidden) return;
  if (opened.take !== current) {
    const { done, next } = reader(content.sheet.places);
    const places = [];
    while (!done()) places.push([next(), next(), next(), next()].map((share) => share / 100));
    opened = { take: current, starts: bars(current).map(({ start }) => start), places };
    const image = new Image();
    image.alt = `Score of seed ${current.dataset.seed}`;
    image.src = content.sheet.file;
    sheet.querySelector("img")?.remove();
    sheet.querySelector(".bar").before(image);
    sheet.querySelector(".bar").dataset.index = "";
    sheet.scrollTop = 0;
  }
  showBar();
}

/** Marks the bar that sounds, and brings it into sight when it is another one. */
function showBar() {
  if (sheet.hidden || opened.take !== current) return;
  const mark = sheet.querySelector(".bar");
  const bar = isPlaying() || audio.currentTime > 0
    ? opened.starts.findLastIndex((start) => start <= audio.currentTime) : -1;
  const index = Math.min(bar, opened.places.length - 1);
  mark.hidden = index < 0;
  if (index < 0 || mark.dataset.index === String(index)) return;
  mark.dataset.index = index;
  const [left, top, right, bottom] = opened.places[index];
  Object.assign(mark.style,
    { left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%` });
  const above = mark.offsetTop - sheet.scrollTop;
  if (above < 0 || above + mark.offsetHeight > sheet.clientHeight) sheet.scrollTop = mark.offsetTop - 10;
}

/** The beginning of the bar at a point of the sheet, in seconds; undefined where there is none. */
function beginning({ clientX, clientY }) {
  const box = sheet.querySelector("img").getBoundingClientRect();
  const [x, y] = [(clientX - box.left) / box.width * 100, (clientY - box.top) / box.height * 100];
  return opened.starts[opened.places.findIndex(([left, top, right, bottom]) =>
    left <= x && x < right && top <= y && y < bottom)];
}

sheet.onclick = (event) => {
  const start = beginning(event);
  if (start === undefined) return;
  // A little later, so that rounding does not bring it into the bar before.
  seek(start + 0.001);
  play(current);
};
id("read").onclick = toggleSheet;
