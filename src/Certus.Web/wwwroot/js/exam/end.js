// The confirmation before the end: nothing is handed in while answers still wait in this browser.
import { bindKeys } from "./keys.js";
import { notify } from "./say.js";

export function openEnd(sitting) {
  const form = document.querySelector("form.end");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await sitting.queue.flush()) form.submit();
    else notify("end", "The server cannot be reached, so the exam is not over yet. Your answers are kept; try again in a moment.", { tone: "warn" });
  });
  bindKeys(sitting.keys, { clock: sitting.clock, help: sitting.help });
}
