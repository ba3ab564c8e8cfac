// Loaded in <head>, before the first paint: marks the document as scripted and applies the reader's choice of light or dark.
// Later it keeps every switch on the page (ThemeSwitch.razor) and in other tabs in step with that choice.
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");

  const read = () => {
    try {
      const kept = localStorage.getItem("certus.theme");
      return kept === "light" || kept === "dark" ? kept : "auto";
    } catch {
      return "auto"; // storage refused: the system's choice stands
    }
  };

  const apply = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const input of document.querySelectorAll(".theme-switch input")) input.checked = input.value === theme;
    document.dispatchEvent(new Event("certus:theme"));
  };

  apply(read());
  document.addEventListener("DOMContentLoaded", () => apply(read()));
  addEventListener("storage", (event) => { if (event.key === "certus.theme") apply(read()); });
  addEventListener("pageshow", (event) => { if (event.persisted) apply(read()); });
  document.addEventListener("change", (event) => {
    if (!event.target.closest?.(".theme-switch")) return;
    try { localStorage.setItem("certus.theme", event.target.value); } catch { /* it lasts for this page, then */ }
    apply(event.target.value);
  });
})();
