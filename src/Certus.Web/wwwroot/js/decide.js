// Decide: the answer follows while somebody types. Without this script the form is sent by its button, and the same page comes back.
import "./charts.js";

const form = document.querySelector("[data-decide]");
const answer = document.getElementById("answer");
const said = document.getElementById("said");
const pause = 450;
let waiting, running;

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(update, pause);
});
form.addEventListener("submit", () => { clearTimeout(waiting); running?.abort(); });

async function update() {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  answer.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form.action, {
      method: "POST", headers: { "X-Fragment": "1" }, body: new URLSearchParams(new FormData(form)), signal: mine.signal,
    });
    if (!response.ok) throw new Error(String(response.status));
    if (response.headers.get("Content-Type").includes("json")) {
      showFaults((await response.json()).faults);
      say("Not updated: a field needs mending.");
    } else {
      show(await response.text());
      showFaults({});
    }
  } catch {
    if (mine.signal.aborted) return; // a later one is on its way
    say("The answer could not be updated. Press Decide.", true);
  }
  answer.removeAttribute("aria-busy");
}

function show(html) {
  const open = new Set([...answer.querySelectorAll("details[open]")].map(({ id }) => id));
  const place = document.createElement("template");
  place.innerHTML = html;
  const fresh = place.content.querySelector("[data-results]");
  for (const details of fresh.querySelectorAll("details")) details.open = open.has(details.id);
  answer.replaceChildren(fresh);
  history.replaceState(null, "", fresh.dataset.address);
  for (const box of form.querySelectorAll(".ask")) box.classList.remove("ask");
  if (fresh.dataset.next) document.getElementById(fresh.dataset.next)?.closest("[data-field]").classList.add("ask");
  document.dispatchEvent(new Event("certus:charts"));
  say(fresh.dataset.summary);
}

// as ProfileBox.razor writes them
function showFaults(faults) {
  for (const box of form.querySelectorAll("[data-field]")) {
    const control = box.querySelector("input, select");
    const sentence = faults[box.dataset.field];
    const id = `${control.id}-fault`;
    const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((name) => name && name !== id);
    let fault = document.getElementById(id);
    if (sentence) {
      fault ??= box.appendChild(Object.assign(document.createElement("span"), { id, className: "fault" }));
      fault.textContent = sentence;
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("aria-describedby", [id, ...others].join(" "));
    } else {
      fault?.remove();
      control.removeAttribute("aria-invalid");
      if (others.length > 0) control.setAttribute("aria-describedby", others.join(" "));
      else control.removeAttribute("aria-describedby");
    }
  }
}

function say(words, seen = false) {
  said.textContent = words;
  said.classList.toggle("aside-text", !seen);
}

// a link to a field inside closed details opens them
const openNamed = () => {
  const named = document.getElementById(location.hash.slice(1));
  const details = named?.closest("details:not([open])");
  if (!details) return;
  details.open = true;
  named.scrollIntoView({ block: "center" });
};
addEventListener("hashchange", openNamed);
document.addEventListener("click", (event) => { if (event.target.closest?.("a[href^='#f-']")) setTimeout(() => { openNamed(); document.getElementById(location.hash.slice(1))?.focus(); }); });
openNamed();
