// A player: buttons that move a native slider through its positions, in the browser alone. Pausing commits, once.
// Space plays and pauses, the arrow keys step, as in a video player.

const BUSY = "input:not([type=range]), textarea, button, select, summary, a, [contenteditable], [role=radio], [role=combobox], [role=option]";
const STEP = { steps: 25, every: 500 }; // for who wants no motion: a picture, then the next one

export function bindPlayer(root, key) {
  const part = (name) => root.querySelector(`[data-play=${name}]`);
  const [toggle, speed] = [part("toggle"), part("speed")];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let playing, begun;

  const show = () => {
    toggle.textContent = playing ? toggle.dataset.pause : toggle.dataset.start;
    root.classList.toggle("playing", Boolean(playing));
  };

  const move = (input, value) => {
    const [low, high] = [input.min, input.max].map(Number);
    moveSlider(input, Math.min(high, Math.max(low, value)));
    return value < high;
  };

  const frame = (now) => {
    const input = nativeSlider(key);
    if (!input) return pause();
    begun ??= { at: now, value: Number(input.value), speed: speed.value };
    if (begun.speed !== speed.value) begun = { at: now, value: Number(input.value), speed: speed.value };
    const passed = now - begun.at;
    const steps = calm.matches ? STEP.steps * Math.floor(passed / STEP.every) : Math.floor((passed / 1000) * Number(speed.value));
    if (!move(input, begun.value + steps)) return pause();
    playing = requestAnimationFrame(frame);
  };

  const pause = (commit = true) => {
    if (!playing) return;
    cancelAnimationFrame(playing);
    playing = begun = undefined;
    show();
    const input = nativeSlider(key);
    if (commit && input) commitSlider(input, Number(input.value));
  };

  const play = () => {
    const input = nativeSlider(key);
    if (stays(input)) return;
    if (Number(input.value) >= Number(input.max)) move(input, Number(input.min)); // at the end: from the start
    playing = requestAnimationFrame(frame);
    show();
  };

  const step = (size) => {
    pause(false);
    const input = nativeSlider(key);
    const value = Number(input?.value) + size;
    if (input && value >= Number(input.min) && value <= Number(input.max)) commitSlider(input, value);
  };

  const start = () => {
    pause(false);
    const input = nativeSlider(key);
    if (input && input.value !== input.min) commitSlider(input, Number(input.min));
  };

  const actions = { toggle: () => (playing ? pause() : play()), back: () => step(-1), forward: () => step(1), start };
  for (const [name, action] of Object.entries(actions)) part(name)?.addEventListener("click", action);

  const arrows = { ArrowLeft: -1, ArrowRight: 1 };
  const pressed = (event) => {
    const target = event.composedPath()[0];
    const inside = event.composedPath().includes(root);
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === " " && (inside ? target === root : !target.matches?.(BUSY))) {
      event.preventDefault();
      if (!event.repeat) actions.toggle();
    } else if (event.key in arrows && (inside ? !target.matches("select") : target === document.body)) {
      event.preventDefault();
      step(arrows[event.key] * (event.shiftKey ? 10 : 1));
    }
  };
  const taken = (event) => {
    if (playing && event.isTrusted && event.composedPath().includes(nativeSlider(key)?.closest(".stSlider"))) pause(false);
  };
  document.addEventListener("keydown", pressed);
  document.addEventListener("pointerdown", taken, true);
  show();
  return () => {
    pause(false);
    document.removeEventListener("keydown", pressed);
    document.removeEventListener("pointerdown", taken, true);
  };
}
