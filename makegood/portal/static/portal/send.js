// A form that survives a bad connection: its words stay on this phone until the server has them,
// are sent when the connection is back, and never twice, because the key travels with the words.

const form = document.querySelector("form[data-send]");
const place = form && `makegood:send:${form.dataset.send}`;
const AGE = 7 * 24 * 3600 * 1000;
let busy = false;

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(place) ?? "null");
    return found && Date.now() - found.at < AGE ? found : null;
  } catch { return null; }
}
function keep(isWaiting) {
  const values = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "website"));
  if (!values.text?.trim()) return forget();
  try { localStorage.setItem(place, JSON.stringify({ at: Date.now(), isWaiting, values })); } catch { /* a full or closed store: the page itself still holds the words */ }
}
function forget() { try { localStorage.removeItem(place); } catch { /* nothing was kept */ } }
function say(words) {
  const note = form.querySelector("[data-send-note]");
  note.hidden = !words;
  note.querySelector("span").textContent = words ?? "";
}
function rest(isBusy) {
  busy = isBusy;
  for (const button of form.querySelectorAll("button")) button.disabled = isBusy;
}

async function send() {
  if (busy) return;
  keep(true);
  rest(true);
  say(form.dataset.wordsSending);
  try {
    const answer = await fetch(form.action || location.href, { method: "POST", body: new FormData(form), redirect: "follow" });
    if (answer.ok && answer.redirected) { forget(); return location.replace(answer.url); }
    // Refused, so nothing was taken in: let the server draw its answer the ordinary way.
    if (answer.status < 500) { keep(false); return HTMLFormElement.prototype.submit.call(form); }
    throw new Error(String(answer.status));
  } catch {
    rest(false);
    say(form.dataset.wordsKept);
  }
}

if (form) {
  const before = kept();
  if (before && !form.querySelector("[aria-invalid=true], .form-errors")) {
    for (const [name, value] of Object.entries(before.values)) if (form.elements[name]) form.elements[name].value = value;
    if (before.values.contact || before.values.order || before.values.name) form.querySelector("details").open = true;
    say(form.dataset.wordsDraft);
  }
  form.addEventListener("input", () => keep(false));
  form.addEventListener("submit", (event) => { event.preventDefault(); if (form.elements.text.value.trim()) send(); else HTMLFormElement.prototype.submit.call(form); });
  const again = () => { if (kept()?.isWaiting && navigator.onLine) send(); };
  addEventListener("online", again);
  setInterval(again, 20_000);
  again();
}
