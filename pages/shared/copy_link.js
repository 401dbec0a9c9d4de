// Copies the address: it holds all that was set. Clipboards need a secure page, which a class on a plain network is not.
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button") ?? parentElement.appendChild(document.createElement("button"));
  button.textContent = data.label;
  button.setAttribute("aria-live", "polite");
  button.onclick = async () => {
    const copied = await copy(window.location.href);
    if (!copied) window.prompt(data.failed, window.location.href);
    button.textContent = copied ? data.done : data.label;
    setTimeout(() => (button.textContent = data.label), 2000);
  };
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.body.appendChild(document.createElement("textarea"));
    field.value = text;
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }
}
