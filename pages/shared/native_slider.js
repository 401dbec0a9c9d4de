// The page's native sliders: where one stands, and moving one as a person would. The slider stays the one state of the page.

export function nativeSlider(key) {
  return document.querySelector(`.st-key-${key} input[type=range]`);
}

const put = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;

// A slider that is not there, that is fixed, or that a lesson link has taken away, stays where it is.
export function stays(input) {
  return !input || input.disabled || getComputedStyle(input.closest("[class*=st-key-]")).display === "none";
}

// Moves the thumb; nothing is committed, and the page's own observers see it.
export function moveSlider(input, value) {
  if (stays(input)) return;
  put.call(input, String(value));
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

// Commits a value as an arrow key does: one step short of it, then the key that takes this step.
export function commitSlider(input, value) {
  if (stays(input)) return;
  const step = Number(input.step) || 1;
  const atStart = value - step < Number(input.min) - step / 2;
  moveSlider(input, atStart ? value + step : value - step);
  requestAnimationFrame(() => {
    input.dispatchEvent(new KeyboardEvent("keydown", { key: atStart ? "ArrowLeft" : "ArrowRight", bubbles: true }));
    input.dispatchEvent(new KeyboardEvent("keyup", { key: atStart ? "ArrowLeft" : "ArrowRight", bubbles: true }));
  });
}
