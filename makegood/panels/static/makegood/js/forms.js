// Forms: nothing is sent twice, nothing typed is lost by leaving, pasted files land in the form.

const words = document.body.dataset;

function isDirty(form) {
  return [...form.elements].some((field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.type === "file") return field.files.length > 0;
    if (field instanceof HTMLSelectElement) return [...field.options].some((o) => o.selected !== o.defaultSelected);
    return "defaultValue" in field && field.type !== "hidden" && field.value !== field.defaultValue;
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method === "dialog") return;
  const question = event.submitter?.dataset.confirm || form.dataset.confirm;
  if (question && !window.confirm(question)) return event.preventDefault();
  if (form.method === "get") return;
  if (form.dataset.sending) return event.preventDefault();
  form.dataset.sending = "yes";
  // After the browser has read the form: a disabled button would drop its own name and value.
  setTimeout(() => {
    if (event.defaultPrevented && !form.hasAttribute("hx-post")) return delete form.dataset.sending;
    for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) button.disabled = true;
  });
}, true);

function release(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("button, input[type=submit]")) button.disabled = false;
}
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});
// A page that comes back from the browser's memory must be usable again.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(release);
});

addEventListener("beforeunload", (event) => {
  const unsaved = [...document.querySelectorAll("form[data-warn]")].some((f) => !f.dataset.sending && isDirty(f));
  if (unsaved) { event.preventDefault(); event.returnValue = words.wordsLeave; }
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (event.target.name && form?.hasAttribute("data-submit-on-change")) form.requestSubmit();
});

// Files: paste a picture into a text, drop one on the area.
function receive(input, files) {
  if (!files.length) return;
  const all = new DataTransfer();
  if (input.multiple) for (const file of input.files) all.items.add(file);
  for (const file of files) if (input.multiple || all.items.length === 0) all.items.add(file);
  input.files = all.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
document.addEventListener("paste", (event) => {
  const input = event.target.closest?.("form")?.querySelector("input[type=file]");
  if (input && event.clipboardData?.files.length) { event.preventDefault(); receive(input, event.clipboardData.files); }
});
for (const area of document.querySelectorAll(".drop")) {
  const input = area.querySelector("input[type=file]");
  const mark = (over) => (event) => { event.preventDefault(); area.classList.toggle("over", over); };
  area.addEventListener("dragover", mark(true));
  area.addEventListener("dragleave", mark(false));
  area.addEventListener("drop", (event) => { mark(false)(event); receive(input, event.dataTransfer.files); });
}

document.querySelector("[data-focus-first]")?.focus();
