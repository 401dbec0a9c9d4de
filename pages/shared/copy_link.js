// Copies the address: it holds all that was set. Clipboards need a secure page, which a class on a plain network is not.
// What one action changes is one step back. Streamlit replaces the address for the widget that was moved, then pushes an entry for
// each value that a script sets, a millisecond apart; a change of page pushes twice. What follows soon belongs to the same action.
const SOON = 400;

// A word that is explained is no place to go to: the address stays as it is.
function stayHere(event) {
  if (event.target.closest?.('a[href="#word"]')) event.preventDefault();
}

function oneStepBack() {
  if (history.oneStepBack) return;
  history.oneStepBack = true;
  const [push, replace] = [history.pushState.bind(history), history.replaceState.bind(history)];
  let pushed = -Infinity;
  let replaced = { at: -Infinity };
  history.replaceState = (state, title, url) => {
    replaced = { at: performance.now(), state: history.state, url: location.href };
    replace(state, title, url);
  };
  history.pushState = (state, title, url) => {
    const now = performance.now();
    if (now - pushed < SOON) replace(state, title, url);
    else {
      const samePage = new URL(url ?? "", location.href).pathname === location.pathname;
      if (samePage && now - replaced.at < SOON) replace(replaced.state, "", replaced.url); // the entry before stays as it was
      push(state, title, url);
    }
    pushed = now;
  };
}

// While the connection is lost, Streamlit disables what has the focus, which then has it no longer: it gets it back. What was sent
// meanwhile is lost: a run of the whole page brings it (see WholeRuns in dashboard.py). Where Streamlit gives up, the page is loaded
// anew: its address holds all that was set.
const GAVE_UP_AT = "gave-up-at";

function keepGoing() {
  const app = document.querySelector(".stApp");
  if (app.keepsGoing) return;
  app.keepsGoing = true;
  let last;
  document.addEventListener("pointerdown", () => (last = undefined), true);
  document.addEventListener("focusin", (event) => (last = event.target));
  const connectionIs = (state) => app.dataset.testConnectionState === state;
  const look = () => {
    if (connectionIs("DISCONNECTED_FOREVER")) startAgain();
    if (!connectionIs("CONNECTED")) return;
    app.runAgain();
    if (document.activeElement === document.body) last?.focus();
  };
  if (!connectionIs("CONNECTED")) look(); // it may have gone before this was loaded
  new MutationObserver(() => requestAnimationFrame(look)).observe(app, { attributeFilter: ["data-test-connection-state"] });
  // An error of its own takes all that it shows away: who types, then turns two pages at once, can meet one.
  window.addEventListener("error", () => setTimeout(() => document.querySelector(".stApp") ?? startAgain()));
}

function startAgain() {
  const lately = Date.now() - Number(sessionStorage.getItem(GAVE_UP_AT)) < 10_000; // once is enough: it may not help
  if (lately) return;
  sessionStorage.setItem(GAVE_UP_AT, Date.now());
  location.reload();
}

export default function ({ data, parentElement, setTriggerValue }) {
  oneStepBack();
  keepGoing();
  document.querySelector(".stApp").runAgain = () => setTriggerValue("again", true);
  document.onclick ??= stayHere;
  const button = parentElement.querySelector("button") ?? parentElement.appendChild(document.createElement("button"));
  button.textContent = data.label;
  button.setAttribute("aria-live", "polite");
  button.onclick = async () => {
    const link = new URL(window.location.href);
    for (const word of data.without) if (link.searchParams.has(word)) link.searchParams.delete(word); // these are one person's alone
    const copied = await copy(link.href);
    if (!copied) window.prompt(data.failed, link.href);
    const here = ["localhost", "127.0.0.1", "[::1]"].includes(window.location.hostname);
    button.textContent = copied ? (here ? data.here : data.done) : data.label;
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
