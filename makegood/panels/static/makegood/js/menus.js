// Menus close when one looks elsewhere; popovers stand beside what opened them.

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details.menu[open]")) {
    for (const other of document.querySelectorAll("details.menu[open]")) if (other !== event.target && !other.contains(event.target)) other.open = false;
  }
  if (event.target.matches?.("[popover]") && event.newState === "open") place(event.target);
}, true);

function opener(popover) {
  return document.querySelector(`[popovertarget="${CSS.escape(popover.id)}"]`);
}
function place(popover) {
  const from = opener(popover)?.getBoundingClientRect();
  if (!from) return;
  const box = popover.getBoundingClientRect();
  const below = from.bottom + 6 + box.height < innerHeight;
  popover.style.top = `${below ? from.bottom + 6 : Math.max(8, from.top - box.height - 6)}px`;
  popover.style.left = `${Math.max(8, Math.min(from.left, innerWidth - box.width - 8))}px`;
}
addEventListener("scroll", () => document.querySelectorAll("[popover]:popover-open").forEach((p) => p.hidePopover()), { passive: true });

// A mouse that rests on a promise shows it; leaving hides what hovering alone had shown.
let resting;
document.addEventListener("pointerover", (event) => {
  const button = event.target.closest?.("[data-hover-popover]");
  if (!button || event.pointerType !== "mouse") return;
  const popover = document.getElementById(button.getAttribute("popovertarget"));
  clearTimeout(resting);
  resting = setTimeout(() => { if (!popover.matches(":popover-open")) { popover.showPopover(); popover.dataset.hovered = "yes"; } }, 450);
});
document.addEventListener("pointerout", (event) => {
  const button = event.target.closest?.("[data-hover-popover]");
  if (!button || button.contains(event.relatedTarget)) return;
  clearTimeout(resting);
  const popover = document.getElementById(button.getAttribute("popovertarget"));
  if (popover?.dataset.hovered && !popover.contains(event.relatedTarget)) { popover.hidePopover(); delete popover.dataset.hovered; }
});
