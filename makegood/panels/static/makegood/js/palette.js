// The palette: Ctrl K finds cases, customers, pages and things to do. The server answers a short list.

const dialog = document.getElementById("palette");
const input = dialog.querySelector("input");
const list = dialog.querySelector("[role=listbox]");
let waiting, asked = 0, chosen = -1;

function open() {
  if (!dialog.open) dialog.showModal();
  input.select();
  look();
}
async function look() {
  const mine = ++asked;
  const answer = await fetch(`${dialog.dataset.src}?q=${encodeURIComponent(input.value.trim())}`, { headers: { accept: "application/json" } }).catch(() => null);
  if (mine !== asked || !answer?.ok) return;
  draw((await answer.json()).groups);
}
function draw(groups) {
  list.replaceChildren();
  for (const group of groups) {
    const box = Object.assign(document.createElement("div"), { role: "group" });
    box.setAttribute("aria-label", group.label);
    box.append(Object.assign(document.createElement("div"), { className: "palette-group", textContent: group.label }));
    for (const item of group.items) {
      const option = Object.assign(document.createElement("div"), { role: "option", id: `found-${list.querySelectorAll("[role=option]").length + box.querySelectorAll("[role=option]").length}` });
      option.dataset.href = item.href;
      option.append(Object.assign(document.createElement("span"), { className: "clip", textContent: item.label }));
      if (item.hint) option.append(Object.assign(document.createElement("span"), { className: "hint", textContent: item.hint }));
      box.append(option);
    }
    list.append(box);
  }
  choose(0);
}
const options = () => [...list.querySelectorAll("[role=option]")];
function choose(index) {
  const all = options();
  chosen = all.length ? (index + all.length) % all.length : -1;
  all.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
  if (chosen >= 0) { input.setAttribute("aria-activedescendant", all[chosen].id); all[chosen].scrollIntoView({ block: "nearest" }); }
  else input.removeAttribute("aria-activedescendant");
}
function go(option) { if (option) location.assign(option.dataset.href); }

input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 120); });
input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown") choose(chosen + 1);
  else if (event.key === "ArrowUp") choose(chosen - 1);
  else if (event.key === "Enter") go(options()[chosen]);
  else return;
  event.preventDefault();
});
list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
document.addEventListener("click", (event) => { if (event.target.closest("[data-open-palette]")) open(); });
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); open(); }
});
