// The keyboard: j/k walk, Enter opens, letters press what carries data-key, / searches, ? explains.

const walks = () => [...document.querySelectorAll("[data-walk] > tbody > tr, [data-walk] > [data-item]")];
const isTyping = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

const mark = (item) => (item.matches("tr") ? "aria-selected" : "aria-current");
const current = () => walks().find((item) => item.getAttribute(mark(item)) === "true");

let place = 0;

function select(item, { scroll = true } = {}) {
  for (const other of walks()) other.removeAttribute(mark(other));
  if (!item) return;
  place = walks().indexOf(item);
  item.setAttribute(mark(item), "true");
  if (scroll) item.scrollIntoView({ block: "nearest" });
  (item.querySelector("[data-open]") ?? item.querySelector("a"))?.focus({ preventScroll: true });
}
function walk(step) {
  const items = walks();
  if (!items.length) return;
  const at = items.indexOf(current());
  select(items[Math.max(0, Math.min(items.length - 1, at < 0 ? 0 : at + step))]);
}
function press(key) {
  const within = current() ?? document;
  // Of several, such as what can be undone, the one just above the eye is meant.
  const all = [...document.querySelectorAll(`[data-key="${key}"]`)];
  const above = all.filter((one) => within !== document && one.compareDocumentPosition(within) & Node.DOCUMENT_POSITION_FOLLOWING);
  const target = within.querySelector(`[data-key="${key}"]`) ?? above.at(-1) ?? all[0];
  if (!target) return false;
  if (target instanceof HTMLDetailsElement) {
    target.open = !target.open;
    if (target.open) target.querySelector("select, input:not([type=hidden]), textarea, button")?.focus();
  } else if (target.matches("textarea, input[type=search], input[type=text], select")) target.focus();
  else if (target.matches("label")) { target.control.click(); document.querySelector(target.dataset.then)?.focus(); }
  else target.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  // A small form inside a list has its own button; Enter must not send the list around it.
  const inner = event.key === "Enter" && event.target.closest?.("[data-overrule]");
  if (inner && !event.target.matches("button")) { event.preventDefault(); return inner.querySelector("button.primary").click(); }
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return event.target.form?.requestSubmit();
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (isTyping(event.target)) { if (event.key === "Escape") event.target.blur(); return; }
  let done = true;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "?") document.getElementById("keys")?.showModal();
  else if (event.key === "/") (document.querySelector("[data-search]") ?? document.querySelector("[data-open-palette]"))?.[document.querySelector("[data-search]") ? "focus" : "click"]();
  else if (event.key === "x") current()?.querySelector("input[name=pick]")?.click();
  else if (event.key === "Enter" && !event.target.closest("a, button, summary")) done = press("Enter");
  else if (event.key === "Enter" && event.target.closest("[data-item]") && event.target.matches("[data-open]")) done = press("Enter");
  else if (/^[a-z0-9]$/.test(event.key)) {
    // Assigning needs something picked: the row under the eye will do.
    if (event.key === "e" && !document.querySelector("input[name=pick]:checked")) current()?.querySelector("input[name=pick]")?.click();
    done = press(event.key);
  }
  else done = false;
  if (done) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const item = walks().find((one) => one.contains(event.target));
  if (item && !event.target.closest("summary, select, textarea")) {
    place = walks().indexOf(item);
    for (const other of walks()) other.removeAttribute(mark(other));
    item.setAttribute(mark(item), "true");
  }
  if (event.target.closest("[data-open-keys]")) document.getElementById("keys")?.showModal();
});
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-pick-all]")) return;
  for (const box of event.target.closest("table").querySelectorAll("input[name=pick]")) box.checked = event.target.checked;
});
// Whoever opens an overruling with a key goes on with the keys inside it.
document.addEventListener("htmx:afterSettle", (event) => {
  event.target.querySelector?.("[data-overrule] select")?.focus();
});
// A judged item has folded up: the eye goes on to the next one that waits.
document.addEventListener("htmx:afterSettle", () => {
  if (!document.querySelector("[data-walk][data-keep]") || current()) return;
  const items = walks();
  select(items.slice(place).find((item) => !item.classList.contains("done")) ?? items[place], { scroll: false });
});
if (document.querySelector("[data-walk][data-keep]")) select(walks()[0], { scroll: false });
