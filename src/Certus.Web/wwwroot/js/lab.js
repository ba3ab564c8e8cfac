// A lab's page: commands are copied by a press, and the checks can be watched while one works. Without this script the page grades by its button.
for (const button of document.querySelectorAll("[data-copy]"))
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });

const table = document.querySelector("[data-look]");
const watch = document.querySelector("[data-watch]");
const said = document.querySelector("[data-said]");
const every = 20_000;
let timer;

const standing = (share) => share >= 1 ? ["done", "good"] : share > 0 ? ["partly", "warn"] : ["missing", "bad"];

async function look() {
  const form = watch.closest("form");
  try {
    const answer = await fetch(table.dataset.look, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { accept: "application/json" } });
    const seen = await answer.json();
    if (!answer.ok) throw new Error(seen.detail);
    for (const check of seen.checks) {
      const row = table.querySelector(`[data-check="${CSS.escape(check.check)}"]`);
      const [word, kind] = standing(check.earned / check.points);
      const badge = row.querySelector(".badge");
      badge.textContent = word;
      badge.className = `badge ${kind}`;
      row.querySelector("[data-points]").textContent = String(Math.round(check.earned * 10) / 10);
      row.querySelector("[data-found]").textContent = check.found;
    }
    said.textContent = `${Math.round(seen.earned * 10) / 10} points, looked at ${new Date().toLocaleTimeString()}.`;
  } catch (fault) {
    stop();
    said.textContent = fault.message || "The checks could not be looked at.";
    return;
  }
  if (watch.getAttribute("aria-pressed") === "true") timer = setTimeout(look, every);
}

function stop() {
  clearTimeout(timer);
  watch.setAttribute("aria-pressed", "false");
  watch.textContent = "Watch while I work";
}

watch?.addEventListener("click", () => {
  if (watch.getAttribute("aria-pressed") === "true") return stop();
  watch.setAttribute("aria-pressed", "true");
  watch.textContent = "Stop watching";
  said.textContent = "Looking…";
  look();
});
