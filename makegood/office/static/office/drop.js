// A file that is chosen or dropped is sent at once; one that is too large is refused before it is sent.

for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const problem = form.querySelector("[data-upload-problem]");
  const tell = (words) => { problem.hidden = !words; problem.textContent = words ?? ""; };
  const fits = () => {
    const file = input.files[0];
    const isTooLarge = file && file.size > Number(form.dataset.limit);
    tell(isTooLarge ? form.dataset.wordsLarge : "");
    if (isTooLarge) input.value = "";
    return file && !isTooLarge;
  };
  input.addEventListener("change", () => { if (fits()) form.requestSubmit(); });
  form.addEventListener("submit", (event) => {
    if (!fits()) return event.preventDefault();
    form.querySelector("button").textContent = form.dataset.wordsSending;
  });
}
