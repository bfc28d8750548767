// Live counts in the navigation: one cheap answer a minute, none while nobody looks.

const source = document.querySelector("[data-live-counts]")?.dataset.liveCounts;

async function count() {
  if (document.hidden) return;
  const answer = await fetch(source, { headers: { accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const counts = await answer.json();
  for (const place of document.querySelectorAll("[data-count]")) {
    const n = counts[place.dataset.count];
    place.textContent = n ? (n > 999 ? "999+" : n) : "";
  }
}
if (source) {
  count();
  setInterval(count, 60_000);
  document.addEventListener("visibilitychange", count);
  document.addEventListener("htmx:afterSettle", count);
}
