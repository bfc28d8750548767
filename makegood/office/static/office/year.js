// A click on a day of the year writes it into the days that differ: rest where it works, work where it rests;
// a second click takes it out again. The text stays what is saved.

const typed = document.querySelector("#calendar-form textarea[name=corrections]");
const isOf = (day) => (line) => line.trim().replaceAll("/", "-").startsWith(day);

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-day]");
  if (!button || !typed || typed.disabled) return;
  const { day, works } = button.dataset;
  const { off, on } = document.querySelector("#year").dataset;
  const lines = typed.value.split("\n").filter((line) => line.trim());
  const kept = lines.filter((line) => !isOf(day)(line));
  if (kept.length === lines.length) kept.push(`${day} ${works ? off : on}`);
  typed.value = kept.sort().join("\n");
  refocus = day;
  typed.dispatchEvent(new Event("change", { bubbles: true }));
});

let refocus = null;
document.addEventListener("htmx:afterSwap", () => {
  if (refocus) document.querySelector(`button[data-day="${refocus}"]`)?.focus({ preventScroll: true });
  refocus = null;
});
