// Short answers at the foot of the page. An answer that offers to undo stays longer; an error stays until closed.

const shelf = document.querySelector(".toasts");

function keep(toast) {
  toast.querySelector("[data-toast-close]")?.addEventListener("click", () => toast.remove());
  if (toast.classList.contains("error")) return;
  setTimeout(() => toast.remove(), toast.querySelector("form, a") ? 12000 : 6000);
}
export function say(text, kind = "success") {
  const toast = document.createElement("div");
  toast.className = `toast ${kind}`;
  toast.textContent = text;
  if (kind === "error") {
    const close = Object.assign(document.createElement("button"), { type: "button", textContent: document.body.dataset.wordsClose });
    close.dataset.toastClose = "";
    toast.append(close);
  }
  shelf.append(toast);
  keep(toast);
}
shelf?.querySelectorAll(".toast").forEach(keep);
new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) {
    if (node instanceof HTMLElement && node.matches("[data-toast]")) keep(node);
  }
}).observe(shelf, { childList: true });

// Answers of live requests carry their toasts in a header: [{"text": …, "kind": …}].
document.addEventListener("toast", (event) => {
  const said = event.detail?.value ?? event.detail;
  for (const one of Array.isArray(said) ? said : [said]) say(one.text, one.kind);
});
document.addEventListener("htmx:sendError", () => say(document.body.dataset.wordsOffline, "error"));
document.addEventListener("htmx:responseError", () => say(document.body.dataset.wordsFailed, "error"));
