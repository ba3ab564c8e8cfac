// The review grid: brought up to date with what this browser knows, filtered without the server, walked with the arrow keys.
import { after } from "./notes.js";
import { bindKeys } from "./keys.js";
import { say } from "./say.js";

export function openReview(sitting) {
  const grid = document.querySelector(".review-grid");
  const cells = [...grid.querySelectorAll(".cell")];
  const filters = [...document.querySelectorAll(".filters a")];
  const waiting = queueByPosition(sitting.queue.waiting());

  const words = { true: "answered", part: "incomplete", false: "not answered" };

  for (const cell of cells) {
    const position = Number(cell.dataset.position);
    const events = waiting.get(position) ?? [];
    const kept = sitting.cached ? sitting.notes.read(position) : null;
    const note = events.reduce(after, kept ?? { picks: null, flagged: cell.dataset.flagged === "true", struck: [] });
    if (note.picks) cell.dataset.answered = answered(note.picks, Number(cell.dataset.needed)); // else the server's word stands
    cell.dataset.flagged = note.flagged;
    cell.querySelector(".cell-words").textContent = [words[cell.dataset.answered], note.flagged && "flagged"].filter(Boolean).join(", ");
  }

  const is = {
    all: () => true,
    unanswered: (cell) => cell.dataset.answered !== "true",
    flagged: (cell) => cell.dataset.flagged === "true",
  };
  const count = (name) => cells.filter(is[name]).length;
  const come = (state) => cells.filter((cell) => cell.dataset.answered === state).length;
  for (const [name, number] of [["answered", come("true")], ["incomplete", come("part")], ["not-answered", come("false")], ["flagged", count("flagged")]]) {
    for (const place of document.querySelectorAll(`[data-tally="${name}"]`)) place.textContent = number;
  }
  document.querySelector("[data-end]")?.classList.toggle("primary", count("unanswered") === 0);

  // ---- back to where one was: a copy of this page kept for later does not know ----

  const came = new URLSearchParams(location.search).get("from");
  const from = cells.find((cell) => cell.dataset.position === came);
  const back = document.querySelector("[data-back]");
  if (from) {
    back.href = from.getAttribute("href");
    back.querySelector("[data-from]").textContent = came;
    document.querySelector("[data-end]").search = `?from=${came}`;
    for (const link of filters) link.search = link.dataset.filter === "all" ? `?from=${came}` : `?show=${link.dataset.filter}&from=${came}`;
  }

  // ---- filters ----

  const nothing = document.getElementById("nothing-here");

  function filter(name) {
    for (const link of filters) {
      if (link.dataset.filter === name) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    for (const cell of cells) cell.parentElement.hidden = !is[name](cell);
    if (nothing) nothing.hidden = count(name) > 0;
    rove(shownCells()[0]);
  }

  for (const link of filters) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      filter(link.dataset.filter);
      history.replaceState(null, "", link.href);
      say(`${count(link.dataset.filter)} of ${cells.length} questions shown`);
    });
  }

  // ---- arrow keys: one cell is in the Tab order, the arrows move it ----

  const shownCells = () => cells.filter((cell) => !cell.parentElement.hidden);

  function rove(target) {
    for (const cell of cells) cell.tabIndex = cell === target ? 0 : -1;
  }

  grid.addEventListener("focusin", (event) => rove(event.target.closest(".cell")));
  grid.addEventListener("keydown", (event) => {
    const shown = shownCells();
    const at = shown.indexOf(event.target.closest(".cell"));
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const columns = shown.filter((cell) => cell.offsetTop === shown[0].offsetTop).length;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    shown[to]?.focus();
  });

  const asked = new URLSearchParams(location.search).get("show");
  filter(asked in is ? asked : "all");
  if (from && !from.parentElement.hidden) rove(from);

  bindKeys(sitting.keys, { previous: () => back.click(), clock: sitting.clock, help: sitting.help });
}

function answered(picks, needed) {
  const given = picks.filter((pick) => pick >= 0).length;
  return given === needed ? "true" : given > 0 ? "part" : "false";
}

function queueByPosition(events) {
  const byPosition = new Map();
  for (const event of events) byPosition.set(event.position, [...(byPosition.get(event.position) ?? []), event]);
  return byPosition;
}
