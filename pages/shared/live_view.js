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

// The same rule as neuron_core/numbers.py.
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

function scaled(value, domain, target) {
  let i = 1;
  while (i < domain.length - 1 && value > domain[i]) i++;
  const share = (value - domain[i - 1]) / (domain[i] - domain[i - 1]);
  const [from, to] = [target[i - 1], target[i]];
  return (from + (to - from) * Math.min(1, Math.max(0, share))).toFixed(2);
}

const kinds = { number: numberText, scale: scaled, sign: (value, choices) => choices[Math.sign(value) + 1] };

class View {
  constructor(root, name) {
    this.name = name;
    this.stage = root.appendChild(document.createElement("div"));
    this.stage.className = "stage";
    this.spoken = root.appendChild(document.createElement("p"));
    this.spoken.className = "spoken";
    this.spoken.setAttribute("aria-live", "polite");
    this.sliders = {};
    this.slots = [];
    this.paint = this.paint.bind(this);
    this.receive = this.receive.bind(this);
    this.observer = new MutationObserver(this.paint);
    this.observer.observe(document.body, { subtree: true, attributeFilter: ["value", "aria-valuetext"] });
    document.addEventListener(`live-rows-${name}`, this.receive);
    document.dispatchEvent(new Event(`live-rows-${name}-wanted`)); // they may have come before this view did
  }

  // What this view does to the page outside it is marked with its name, so that no other view undoes it.
  stop() {
    this.observer.disconnect();
    document.removeEventListener(`live-rows-${this.name}`, this.receive);
    this.dim(false);
  }

  dim(moving) {
    document.body.classList.toggle(`scrubbing-${this.name}`, moving);
  }

  receive({ detail }) {
    this.table = detail;
    this.paint();
  }

  show({ markup, slots, fills }) {
    if (markup !== this.markup) {
      const parsed = new DOMParser().parseFromString(markup, "text/html");
      this.stage.replaceChildren(...parsed.body.childNodes);
      this.markup = markup;
    }
    const ways = fills.map(([kind, ...rest]) => (value) => kinds[kind](value, ...rest));
    this.slots = slots.map(([id, column, target, way]) => {
      return { element: this.stage.querySelector(`#${id}`), column, target, fill: ways[way] };
    });
    this.paint();
  }

  // Where a slider stands now. Closer to its commit than half a step is its commit: a browser rounds what is off the step.
  position(key) {
    if (!this.sliders[key]?.isConnected) this.sliders[key] = document.querySelector(`.st-key-${key} input[type=range]`);
    const { values, axes } = this.table;
    const shown = this.sliders[key] ? Number(this.sliders[key].value) : values[key];
    return Math.abs(shown - values[key]) < 0.51 * axes[key].step ? values[key] : shown;
  }

  // The rows are true for one slider away from the commit, on its grid. Otherwise the answer is on its way.
  look() {
    const { axes, values, now } = this.table;
    const stand = Object.fromEntries(Object.keys(axes).map((key) => [key, this.position(key)]));
    const moved = Object.keys(axes).filter((key) => stand[key] !== values[key]);
    this.dim(moved.length > 0); // what stands outside the view is of the last commit: the page dims it until the next
    if (moved.length === 0) return { ...now, ...stand };
    const { minimum, step, count, rows } = axes[moved[0]];
    const steps = (stand[moved[0]] - minimum) / step;
    const index = Math.round(steps);
    if (moved.length > 1 || Math.abs(steps - index) > 1e-3 || index < 0 || index >= count) return stand;
    const row = Object.fromEntries(Object.keys(rows).map((column) => [column, rows[column][index]]));
    return { ...now, ...stand, ...row };
  }

  paint() {
    if (!this.table) return;
    if (this.spoken.textContent !== this.table.spoken) this.spoken.textContent = this.table.spoken;
    const row = this.look();
    let waiting = false;
    for (const { element, column, target, fill } of this.slots) {
      const known = column in row;
      waiting ||= !known;
      if (target === "") {
        const text = known ? fill(row[column]) : "…";
        if (element.textContent !== text) element.textContent = text;
      } else if (known) {
        const value = fill(row[column]);
        if (element.getAttribute(target) !== value) element.setAttribute(target, value);
      }
    }
    this.stage.classList.toggle("waiting", waiting);
  }
}
