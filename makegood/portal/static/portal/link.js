// Copies this page's address; where the browser refuses, shows it to be copied by hand.

for (const button of document.querySelectorAll("[data-copy-link]")) {
  const words = button.querySelector("span");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      words.textContent = button.dataset.wordsCopied;
    } catch {
      const field = Object.assign(document.createElement("input"), { readOnly: true, value: location.href });
      field.setAttribute("aria-label", words.textContent);
      button.replaceWith(field);
      field.select();
    }
  });
}
