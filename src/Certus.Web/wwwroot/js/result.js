// The report: copy a question for a report, open the question that the address names, and drop what the exam screen kept for itself.
import "./charts.js";
import { forget } from "./exam/offline.js";

void forget(location.pathname.split("/")[2]);

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const words = button.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "Copied";
    } catch {
      button.textContent = "The browser does not allow copying";
    }
    setTimeout(() => { button.textContent = words; }, 3000);
  });
}

const openNamed = () => {
  const named = document.getElementById(location.hash.slice(1));
  if (named instanceof HTMLDetailsElement) {
    named.open = true;
    named.scrollIntoView({ block: "start" });
  }
};
addEventListener("hashchange", openNamed);
openNamed();
