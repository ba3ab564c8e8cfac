// Decide: the answer follows while somebody types. Without this script the form is sent by its button, and the same page comes back.
import "./charts.js";

const form = document.querySelector("[data-decide]");
const answer = document.getElementById("answer");
const said = document.getElementById("said");
const pause = 450;
const unsent = "decide.unsent", racing = 10_000; // ms in which a reload may overtake what was sent on leaving
let waiting, running, dirty = false;

// fields of the form stand beneath the answer, too: their events pass by the document only
document.addEventListener("input", ({ target }) => {
  if (target.form !== form) return;
  dirty = true;
  clearTimeout(waiting);
  waiting = setTimeout(update, pause);
});
document.addEventListener("submit", () => { dirty = false; clearTimeout(waiting); running?.abort(); });

// Whoever leaves within the pause loses nothing: the fields are sent by a request that outlives the page. A reload may be answered before that one is, so this
// tab also remembers them until it shows the form again.
addEventListener("pagehide", () => {
  if (!dirty) return;
  const fields = new FormData(form);
  fetch(form.action, { method: "POST", keepalive: true, headers: { "X-Fragment": "1" }, body: new URLSearchParams(fields) }).catch(() => {});
  sessionStorage.setItem(unsent, JSON.stringify({ address: location.pathname + location.search, fields: [...fields], at: Date.now() }));
});

function takeUp() {
  const stored = sessionStorage.getItem(unsent);
  sessionStorage.removeItem(unsent);
  if (!stored) return;
  const { address, fields, at } = JSON.parse(stored);
  if (!(Date.now() - at < racing)) return; // long kept; somebody may have said something else since
  const question = address === location.pathname + location.search ? [] : ["asOf", "assume"]; // another address asks another question
  for (const [name, value] of fields) {
    const control = form.elements.namedItem(name);
    if (control instanceof Element && control.type !== "hidden" && !question.includes(name)) control.value = value;
  }
  dirty = true;
  update();
}

async function update() {
  clearTimeout(waiting);
  waiting = undefined;
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
      if (running === mine && !waiting) dirty = false;
      sessionStorage.removeItem(unsent); // a page that came back from the browser's cache still has it
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
  markChanged(new Set(fresh.dataset.edited.split(" ").filter(Boolean)));
  for (const box of form.querySelectorAll(".ask")) box.classList.remove("ask");
  if (fresh.dataset.next) document.getElementById(fresh.dataset.next)?.closest("[data-field]").classList.add("ask");
  document.dispatchEvent(new Event("certus:charts"));
  say(fresh.dataset.summary);
}

// as ProfileBox.razor writes them
function showFaults(faults) {
  for (const box of document.querySelectorAll("[data-field]")) {
    const controls = box.querySelectorAll("input, select");
    const sentence = faults[box.dataset.field];
    const id = `${controls[0].id}-fault`;
    let fault = document.getElementById(id);
    if (sentence) {
      fault ??= box.appendChild(Object.assign(document.createElement("span"), { id, className: "fault" }));
      fault.textContent = sentence;
    } else fault?.remove();
    for (const control of controls) {
      const names = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((name) => name && name !== id);
      if (sentence) names.unshift(id);
      if (sentence) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
      if (names.length > 0) control.setAttribute("aria-describedby", names.join(" "));
      else control.removeAttribute("aria-describedby");
    }
  }
}

// as AssumptionsPart.razor writes them
function markChanged(keys) {
  for (const box of document.querySelectorAll("[data-assumption]")) {
    const changed = keys.has(box.dataset.assumption);
    box.classList.toggle("changed", changed);
    for (const part of box.querySelectorAll("[data-changed], [data-put-back]")) part.hidden = !changed;
  }
  const count = document.querySelector("[data-changed-count]");
  count.textContent = `${keys.size} changed`;
  for (const part of [count, document.querySelector("[data-put-back][value='*']")]) part.hidden = keys.size === 0;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-put-back]");
  if (!button) return;
  event.preventDefault();
  const box = button.closest("[data-assumption]");
  const fields = (box ?? document).querySelectorAll("[data-own]");
  for (const field of fields) field.value = field.dataset.own;
  (box ? fields[0] : document.getElementById("assumptions")).focus(); // the button goes away
  dirty = true;
  update();
});

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
takeUp();
