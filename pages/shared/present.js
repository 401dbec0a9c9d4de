// Keys in front of a class: Page Up and Page Down, which a presenter's remote sends, turn pages; N and P turn questions.
const WAYS = {
  PageDown: ".st-key-present_next a",
  PageUp: ".st-key-present_previous a",
  n: '[class*="_predict_next"] button, [class*="_predict_skip"] button',
  p: '[class*="_predict_previous"] button',
};

function turn(event) {
  const typing = event.target.closest?.("input:not([type=range], [type=radio], [type=checkbox]), textarea, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !document.querySelector(".st-key-present_ways")) return;
  const way = document.querySelector(WAYS[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? "#none");
  if (way) {
    event.preventDefault();
    way.click();
  }
}

export default function () {
  if (!document.turnsPages) document.addEventListener("keydown", turn);
  document.turnsPages = true;
}
