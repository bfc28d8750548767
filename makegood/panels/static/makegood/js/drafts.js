// Drafts: what is typed into a form with data-draft stays in this browser until it is sent.

const AGE = 14 * 24 * 3600 * 1000;
const words = document.body.dataset;

for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = `makegood:draft:${form.dataset.draft}`;
  const note = form.querySelector("[data-draft-note]");
  const fields = () => [...form.elements].filter((f) => f.name && f.matches("textarea, input[type=text], input:not([type])"));
  const said = (text) => { if (note) note.textContent = text; };
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null");
    if (kept && Date.now() - kept.at < AGE) {
      let restored = false;
      for (const field of fields()) if (kept.values[field.name] && !field.value) { field.value = kept.values[field.name]; restored = true; }
      if (restored) said(words.wordsRestored);
    }
  } catch { localStorage.removeItem(key); }
  let waiting, sending;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    clearTimeout(sending);
    if (form.dataset.draftUrl) sending = setTimeout(() => {
      const body = new FormData(form);
      fetch(form.dataset.draftUrl, { method: "POST", body, headers: { "x-csrftoken": body.get("csrfmiddlewaretoken") } }).catch(() => {});
    }, 1500);
    waiting = setTimeout(() => {
      const values = Object.fromEntries(fields().map((f) => [f.name, f.value]).filter(([, v]) => v));
      if (Object.keys(values).length) { localStorage.setItem(key, JSON.stringify({ at: Date.now(), values })); said(words.wordsDraft); }
      else { localStorage.removeItem(key); said(""); }
    }, 400);
  });
  // The server says which drafts arrived; until it has, the draft is kept.
  if (document.querySelector(`[data-draft-sent="${CSS.escape(form.dataset.draft)}"]`)) {
    localStorage.removeItem(key);
    for (const field of fields()) if (!field.defaultValue) field.value = "";
    said("");
  }
}

// Choosing a template writes it into the text, keeping what is already there.
document.addEventListener("change", (event) => {
  const text = event.target.selectedOptions?.[0]?.dataset.text;
  const area = event.target.form?.querySelector(event.target.dataset.fills);
  if (!text || !area) return;
  area.value = area.value.trim() ? `${area.value.trimEnd()}\n\n${text}` : text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
  event.target.selectedIndex = 0;
});
