// What was predicted beside what torch says. It takes the focus when it comes, so that nobody has to look for it.
export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".verdict") ?? parentElement.appendChild(document.createElement("div"));
  const fresh = box.dataset.said !== data.said;
  box.className = `verdict ${data.right ? "right" : "wrong"}`;
  box.dataset.said = data.said;
  box.setAttribute("role", "status");
  box.tabIndex = -1;
  box.replaceChildren(...[data.mark, ...data.sides].map(([name, text]) => side(name, text)));
  if (fresh) box.focus({ preventScroll: true });
}

function side(name, text) {
  const part = document.createElement("p");
  part.append(Object.assign(document.createElement("small"), { textContent: name }), document.createTextNode(text));
  return part;
}
