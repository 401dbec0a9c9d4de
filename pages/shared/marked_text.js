// Lines of text, each with a sign beside it, and pieces of them with a letter. What is only seen or only heard is not copied.
export default function ({ data, parentElement }) {
  const block = parentElement.querySelector(".block") ?? parentElement.appendChild(document.createElement("div"));
  block.className = "block";
  block.setAttribute("role", "group");
  block.setAttribute("aria-label", data.label);
  block.replaceChildren(...data.rows.map(row));
}

function row({ sign, said, kind, pieces }) {
  const line = element("div", kind);
  line.dataset.sign = sign;
  if (said) line.append(heard(said));
  for (const [text, letter] of pieces) line.append(...(letter ? marked(text, letter) : [text]));
  line.append("\n"); // so that an empty line has its height, and is copied as one
  return line;
}

function marked(text, letter) {
  const mark = element("mark", "");
  mark.textContent = text;
  mark.dataset.letter = letter;
  return [mark, heard(`, ${letter}, `)];
}

function heard(text) {
  const span = element("span", "heard");
  span.textContent = text;
  return span;
}

function element(tag, className) {
  return Object.assign(document.createElement(tag), { className });
}
