// The live view: while a slider is dragged it shows the row that torch computed for the position under the thumb.
// It looks up and draws. What the columns mean is not known here.

const views = new WeakMap(); // one view, and so one observer, for each place on the page

export default function ({ data, parentElement }) {
  const drawing = JSON.parse(new TextDecoder().decode(data));
  if (!views.has(parentElement)) views.set(parentElement, new View(parentElement, drawing.name));
  views.get(parentElement).show(drawing);
  return () => {
    views.get(parentElement)?.stop();
    views.delete(parentElement);
  };
}

// The same rule as neuron_core/shared/numbers.py.
export function numberText(value, most, least, brackets) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "−inf";
  const size = Math.abs(value);
  let text;
  if (size >= 1e7 || (size > 0 && size < 0.5 * 10 ** -most)) text = value.toExponential(1).replace("e+", "e");
  else {
    let [whole, decimals = ""] = value.toFixed(most).split(".");
    decimals = decimals.replace(/0+$/, "").padEnd(least, "0");
    text = decimals ? `${whole}.${decimals}` : whole;
  }
  text = text.replaceAll("-", "−");
  return brackets && value < 0 ? `(${text})` : text;
}

// The ends of the domain are numbers, or the names of numbers in the row.
function scaled(value, ends, target, row) {
  const domain = ends.map((end) => row[end] ?? end);
  let i = 1;
  while (i < domain.length - 1 && value > domain[i]) i++;
  const share = (value - domain[i - 1]) / (domain[i] - domain[i - 1]);
  const [from, to] = [target[i - 1], target[i]];
  return (from + (to - from) * Math.min(1, Math.max(0, share))).toFixed(2);
}

// A turn and a stretch: the two columns say where the step (1, 0) lands.
function turned([a, b]) {
  return `matrix(${a} ${b} ${-b} ${a} 0 0)`;
}

// The length that the same turn and stretch makes `size`.
function undone([a, b], size) {
  return (size / Math.hypot(a, b)).toFixed(3);
}

const painters = { cells: paintCells };
const kinds = { number: numberText, scale: scaled, sign: (value, choices) => choices[Math.sign(value) + 1], turn: turned, undo: undone, text: String };

// The row of a table for these values, the last of which runs fastest; nothing where one lies beside its grid.
function rowOf(rows, grids, values) {
  const index = grids.reduce((before, { minimum, step, count }, i) => {
    const steps = Math.round((values[i] - minimum) / step);
    const there = steps >= 0 && steps < count && Math.abs((values[i] - minimum) / step - steps) < 1e-3;
    return there ? before * count + steps : NaN;
  }, 0);
  if (Number.isNaN(index)) return undefined;
  return Object.fromEntries(Object.entries(rows).map(([column, entries]) => [column, entries[index]]));
}

// Lights up all that has the same part as what is under the pointer: a number, and what it came from.
function lightUp({ target, currentTarget, type }) {
  const part = type === "pointerover" ? target.closest?.("[data-part]")?.dataset.part : undefined;
  for (const element of currentTarget.querySelectorAll("[data-part]")) element.classList.toggle("lit", element.dataset.part === part);
}

// Sets a slider as the element that was clicked says.
function pick({ target }) {
  const [key, value] = target.closest?.("[data-pick]")?.dataset.pick.split(" ") ?? [];
  const input = key && nativeSlider(key);
  if (input && Number(input.value) !== Number(value)) commitSlider(input, Number(value));
}

class View {
  constructor(root, name) {
    this.name = name;
    this.stage = root.appendChild(document.createElement("div"));
    this.stage.className = "stage";
    this.spoken = root.appendChild(document.createElement("p"));
    this.spoken.className = "spoken";
    this.spoken.setAttribute("aria-live", "polite");
    for (const kind of ["pointerover", "pointerleave"]) this.stage.addEventListener(kind, lightUp);
    this.stage.addEventListener("click", pick);
    this.sliders = {};
    this.slots = [];
    this.paint = this.paint.bind(this);
    this.mail = `live-rows-${name}`;
    this.take = ({ detail }) => this.receive(detail);
    this.reels = new Map(); // films by the part of the table that they stand for
    this.films = [];
    this.players = [];
    this.thread = ({ detail }) => {
      this.reels.set(detail.part, detail);
      this.choose();
      this.paint();
    };
    this.observer = new MutationObserver(this.paint);
    this.observer.observe(document.body, { subtree: true, attributeFilter: ["value", "aria-valuetext"] });
    document.addEventListener(this.mail, this.take);
    document.addEventListener(`${this.mail}-film`, this.thread);
    for (const parcel of ["", "-film"]) document.dispatchEvent(new Event(`${this.mail}${parcel}-wanted`)); // they may have come before this view did
  }

  // What this view does to the page outside it is marked with its name, so that no other view undoes it.
  stop() {
    this.observer.disconnect();
    document.removeEventListener(this.mail, this.take);
    document.removeEventListener(`${this.mail}-film`, this.thread);
    for (const stop of this.players) stop();
    this.dim(false);
  }

  dim(moving) {
    document.body.classList.toggle(`scrubbing-${this.name}`, moving);
    this.stage.classList.toggle("scrubbing", moving);
  }

  receive(table) {
    this.table = table;
    this.cover();
    this.choose();
    this.paint();
    this.speak();
  }

  // What a commit has changed is announced: the sentence for the picture; while that would answer a question, the numbers that are open.
  speak() {
    const { covered, spoken } = this.table;
    const open = [...this.stage.querySelectorAll("output")].filter((output) => covered.length && !output.closest(".covered"));
    const said = [...open.map((output) => `${output.getAttribute("aria-label")}: ${output.textContent}.`), spoken].join(" ");
    if (this.spoken.textContent !== said) this.spoken.textContent = said;
  }

  // The films that the table names; while one of them is still on its way, nothing is painted.
  choose() {
    const wanted = this.table?.films ?? [];
    this.films = [...this.reels.values()].filter(({ film }) => wanted.includes(film));
    this.complete = this.films.length === wanted.length;
  }

  cover() {
    for (const part of this.stage.querySelectorAll("[data-cover]")) {
      const covered = this.table.covered.includes(part.dataset.cover);
      part.classList.toggle("covered", covered);
      if (covered) part.setAttribute("title", this.table.why_covered); // on the question mark that stands there
      else part.removeAttribute("title");
    }
  }

  show({ markup, slots, fills, handles, players }) {
    if (markup !== this.markup) {
      const parsed = new DOMParser().parseFromString(markup, "text/html");
      const focused = this.stage.getRootNode().activeElement?.id;
      this.stage.replaceChildren(...parsed.body.childNodes);
      if (focused) this.stage.querySelector(`#${focused}`)?.focus(); // a handle that is moved by its keys stays in hand
      this.markup = markup;
      for (const [id, moves] of handles) bindHandle(this.stage.querySelector(`#${id}`), moves);
      for (const stop of this.players) stop();
      this.players = players.map(([id, key]) => bindPlayer(this.stage.querySelector(`#${id}`), key));
      if (this.table) this.cover();
    }
    const ways = fills.map(([kind, ...rest]) =>
      painters[kind] ? (value, element) => painters[kind](element, value, ...rest) : (value, _, row) => kinds[kind](value, ...rest, row),
    );
    this.slots = slots.map(([id, column, target, way]) => {
      const painted = Boolean(painters[fills[way][0]]);
      return { element: this.stage.querySelector(`#${id}`), columns: [column].flat(), target, fill: ways[way], painted };
    });
    this.paint();
  }

  // Where a slider stands now. Closer to its commit than half a step is its commit: a browser rounds what is off the step.
  position(key, { minimum, step }) {
    if (!this.sliders[key]?.isConnected) this.sliders[key] = nativeSlider(key);
    const committed = this.table.values[key] ?? minimum;
    const shown = this.sliders[key] ? Number(this.sliders[key].value) : committed;
    return Math.abs(shown - committed) < 0.51 * step ? committed : shown;
  }

  // What the films have for where their sliders stand, and the names of those that are away from the commit.
  screen() {
    const row = {};
    const away = [];
    for (const { key, grid, rows, frames, held } of this.films) {
      row[key] = this.position(key, grid);
      if (row[key] !== this.table.values[key]) away.push(key);
      Object.assign(row, held, rowOf({ ...rows, ...frames }, [grid], [row[key]]));
    }
    return { row, away };
  }

  // The rows are true for one slider away from the commit, on its grid, or for a pair of them. Otherwise the answer is on its way.
  look() {
    const { axes, pairs, values, now, held } = this.table;
    const { row, away } = this.screen();
    const stand = { ...held, ...values, ...row, ...Object.fromEntries(Object.entries(axes).map(([key, axis]) => [key, this.position(key, axis)])) };
    const moved = Object.keys(axes).filter((key) => stand[key] !== values[key]);
    this.dim(moved.length > 0); // what stands outside the view is of the last commit: the page dims it until the next
    if (moved.length === 0) return { ...now, ...stand };
    const pair = pairs.find(({ keys }) => moved.length === 2 && moved.every((key) => keys.includes(key)));
    const found = moved.map((key) => rowOf(axes[key].rows, [axes[key]], [stand[key]]));
    if (pair) found.push(rowOf(pair.rows, pair.grids, pair.keys.map((key) => stand[key])));
    const known = (moved.length === 1 || pair) && away.length === 0 && !found.includes(undefined);
    if (known) return Object.assign({}, now, stand, ...found);
    for (const key of moved) for (const column of Object.keys(axes[key].rows)) delete stand[column];
    return stand;
  }

  paint() {
    if (!this.table || !this.complete) return;
    const row = this.look();
    let waiting = false;
    for (const { element, columns, target, fill, painted } of this.slots) {
      const known = columns.every((name) => name in row);
      waiting ||= !known;
      const given = columns.length > 1 ? columns.map((name) => row[name]) : row[columns[0]];
      if (painted) {
        if (known) fill(given, element);
      } else if (target === "") {
        const text = known ? fill(given, element, row) : "…";
        if (element.textContent !== text) element.textContent = text;
      } else if (known) {
        const value = fill(given, element, row);
        if (element.getAttribute(target) !== value) element.setAttribute(target, value);
      }
    }
    this.stage.classList.toggle("waiting", waiting);
  }
}
