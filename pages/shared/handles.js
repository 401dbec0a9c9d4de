// Handles: elements of a drawing that a person drags, or moves with the arrow keys, and that move native sliders.
// A handle's moves say which slider follows which direction, and how far: [key, "x" or "y", [from, to] in the drawing's
// coordinates, [value there, value there], step, relative]. A relative move adds to where the slider stood.

export function bindHandle(element, moves) {
  const svg = element.ownerSVGElement;
  const along = (direction) => moves.filter((move) => move[1] === direction);
  let start;

  const place = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return { x: point.x, y: point.y };
  };

  const value = ([key, direction, [from, to], [low, high], step, relative], here) => {
    const moved = relative ? here[direction] - start.here[direction] : here[direction] - from;
    const base = relative ? start.values[key] : low;
    return onGrid(nativeSlider(key), base + (moved / (to - from)) * (high - low), step);
  };

  // What would move nothing says so to whoever meets it.
  const say = () => element.setAttribute("aria-disabled", moves.every(([key]) => stays(nativeSlider(key))));
  for (const meeting of ["focus", "pointerenter"]) element.addEventListener(meeting, say);

  element.addEventListener("pointerdown", (event) => {
    if (event.button || moves.some(([key]) => !nativeSlider(key))) return; // not every page that shows it has its slider
    event.preventDefault();
    element.focus();
    element.setPointerCapture(event.pointerId);
    start = { here: place(event), values: Object.fromEntries(moves.map(([key]) => [key, Number(nativeSlider(key).value)])) };
  });
  element.addEventListener("pointermove", (event) => {
    if (!start) return;
    const here = place(event);
    start.moved ||= Math.hypot(here.x - start.here.x, here.y - start.here.y) > 3; // a press is not a drag
    if (!start.moved) return;
    for (const move of moves) moveSlider(nativeSlider(move[0]), value(move, here));
  });
  const release = () => {
    if (!start) return;
    for (const [key] of moves) {
      const input = nativeSlider(key);
      if (Number(input.value) !== start.values[key]) commitSlider(input, Number(input.value));
    }
    start = undefined;
  };
  element.addEventListener("pointerup", release);
  element.addEventListener("pointercancel", release);

  const keys = { ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowUp: ["y", 1], ArrowDown: ["y", -1] };
  element.addEventListener("keydown", (event) => {
    const [direction, sign] = keys[event.key] ?? [];
    const [move] = direction ? [...along(direction), ...moves.filter(() => moves.length === 1)] : [];
    if (!move) return;
    event.preventDefault();
    const input = nativeSlider(move[0]);
    if (!input) return;
    commitSlider(input, onGrid(input, Number(input.value) + sign * move[4] * (event.shiftKey ? 10 : 1), move[4]));
  });
}

function onGrid(input, value, step) {
  const [low, high] = [input.min, input.max].map(Number);
  return Number((low + Math.round((Math.min(high, Math.max(low, value)) - low) / step) * step).toFixed(6));
}
