// Theme and density: told to the page at once and to this browser for next time.

function choose(kind, value, items) {
  document.documentElement.dataset[kind] = value;
  document.cookie = `makegood_${kind}=${value};path=/;max-age=31536000;samesite=lax`;
  for (const item of items) item.setAttribute("aria-pressed", String(item.dataset[`${kind}Choice`] === value));
  dispatchEvent(new CustomEvent("makegood:appearance"));
}
for (const kind of ["theme", "density"]) {
  const items = document.querySelectorAll(`[data-${kind}-choice]`);
  for (const item of items) item.addEventListener("click", () => choose(kind, item.dataset[`${kind}Choice`], items));
}
