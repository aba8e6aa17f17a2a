// Sorting and filtering

/** What somebody wrote into a field: null for nothing, NaN for what is no number. */
function number(field, style) {
  const words = field.value.trim().replace("−", "-").replace(",", ".").replace(/\s*%$/, "");
  if (words === "") return null;
  if (style === "time" && words.includes(":")) {
    const [minutes, seconds, ...rest] = words.split(":").map((part) => part === "" ? NaN : Number(part));
    return rest.length ? NaN : minutes * 60 + seconds;
  }
  return Number(words) / (style === "share" ? 100 : 1);
}

const inFirstOrder = new Map(takes.map((take, index) => [take, index]));
let order = takes;

const shown = () => order.filter((take) => !take.hidden);
const styleOf = (select) => select.selectedOptions[0]?.dataset.style;

/** The order of words: numbers in them by their size, so that 12/8 comes after 3/4. */
const compareWords = new Intl.Collator("en", { numeric: true }).compare;

/** The menus by which takes are chosen, one for each column of words of which there are several. */
const choices = gallery.columns.flatMap(({ name, style }, column) => {
  if (style !== "words" || !telling.has(column)) return [];
  const found = new Set(takes.map((take) => values.get(take)[column]));
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
  list.append(...order);
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

const isWanted = {
  kept: (verdict) => verdict !== "reject",
  undecided: (verdict) => verdict === "none",
  starred: (verdict) => verdict === "star",
  rejected: (verdict) => verdict === "reject",
  all: () => true,
};

function filter() {
  const complaints = [];
  const ranges = seedRanges(id("seeds").value);
  id("seeds").setAttribute("aria-invalid", ranges === undefined);
  if (ranges === undefined) complaints.push(`“${id("seeds").value.trim()}” is no list of seeds such as 1-20,35.`);
  const column = id("column").value;
  const style = styleOf(id("column"));
  const [least, most] = ["least", "most"].map((name) => {
    const value = number(id(name), style);
    id(name).setAttribute("aria-invalid", Number.isNaN(value));
    if (!Number.isNaN(value)) return value;
    complaints.push(`“${id(name).value.trim()}” is no number such as ${style === "time" ? "1:30 or 90" : "12.5"}.`);
    return null;
  });
  id("complaint").textContent = complaints.join(" ");
  const chosen = choices.filter(({ menu }) => menu.value);
  const wanted = isWanted[id("verdict").value];
  for (const take of takes) {
    const own = values.get(take);
    const value = own[column] ?? NaN;
    const seed = ranges?.length ? BigInt(take.dataset.seed) : null;
    const isHidden = !wanted(verdict(take))
      || seed !== null && !ranges.some(([first, last]) => first <= seed && seed <= last)
      || least !== null && !(value >= least) || most !== null && !(value <= most)
      || chosen.some(({ column, menu }) => menu.value !== `=${own[column]}`);
    // What is set anew is laid out anew, even where nothing changes.
    if (take.hidden !== isHidden) take.hidden = isHidden;
  }
  const count = takes.filter((take) => !take.hidden).length;
  id("shown").textContent = count === takes.length ? "" : `${count} of ${takes.length} shown`;
  id("none").hidden = count > 0;
  showSorted(least !== null || most !== null);
}

/** Says what takes are sorted or filtered by; the menu has its name. */
function showSorted(isFiltered) {
  const select = styleOf(id("sort")) !== undefined ? id("sort") : isFiltered ? id("column") : null;
  const column = select && gallery.columns[select.value];
  for (const take of takes) {
    const field = take.querySelector(".sorted");
    // Where the length always stands.
    const isSeen = column && column.style !== "time";
    if (!isSeen && field.hidden) continue;
    field.hidden = !isSeen;
    if (isSeen) field.textContent = ` · ${text(values.get(take)[select.value], column.style)}`;
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
for (const name of ["column", "verdict"]) id(name).onchange = filter;
function showAll() {
  for (const name of ["seeds", "least", "most"]) id(name).value = "";
  for (const { menu } of choices) menu.value = "";
  id("verdict").value = takes.some((take) => verdict(take) !== "reject") ? "kept" : "all";
  filter();
}
for (const name of ["clear", "clear-none"]) id(name).onclick = showAll;
