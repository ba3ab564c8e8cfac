// What the pages of a sitting share: the queue and how it is doing, the clock, the two meters, help.
import { openQueue, waitingInWords } from "./queue.js";
import { openNotes } from "./notes.js";
import { startClock } from "./clock.js";
import { prepareOffline } from "./offline.js";
import { notify, say, withdraw } from "./say.js";
import { readKeys } from "./keys.js";

const unstored = "Keep this page open: the browser has no room to store it.";

export function openSitting() {
  const { sitting, position, count, deadline, now, eventsUrl, bundleUrl, shown, mode, cached } = document.body.dataset;
  const tokenField = document.querySelector('input[name="__RequestVerificationToken"]');
  const resultUrl = `/sittings/${sitting}/result`;
  let over = false;

  const queue = openQueue({ sitting, url: eventsUrl, token: tokenField?.value ?? "", renewToken });
  const notes = openNotes(sitting);

  async function renewToken() {
    const response = await fetch(location.pathname, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector('input[name="__RequestVerificationToken"]')?.value;
    if (fresh) for (const field of document.querySelectorAll('input[name="__RequestVerificationToken"]')) field.value = fresh;
    return { fresh, status: response.status };
  }

  // ---- how the queue is doing ----

  const saving = document.querySelector(".saving");
  let told = "";
  let slow = 0;

  function tell(state, words) {
    if (!saving) return;
    saving.dataset.state = state;
    saving.textContent = words;
  }

  queue.on("changed", ({ waiting, failing, trouble, kept }) => {
    clearTimeout(slow);
    const words = waitingInWords(waiting);
    if (words === "") {
      if (told) say("All answers saved.");
      told = "";
      withdraw("queue");
      tell("saved", "Saved");
    } else if (failing) {
      show();
    } else {
      tell("saving", kept ? "Saving" : `Saving. ${unstored}`);
      slow = setTimeout(show, 2000);
    }

    function show() {
      tell("waiting", kept ? words : `${words}. ${unstored}`);
      const where = !kept ? unstored : trouble ? "Kept on this device." : "Kept on this device and sent when the server answers.";
      const sentence = [`${words}.`, where, trouble].filter(Boolean).join(" ");
      if (sentence !== told) notify("queue", sentence, { tone: "warn" });
      told = sentence;
    }
  });

  queue.on("refused", ({ reason, event }) => {
    if (event?.kind === "dwell" || event?.kind === "shown") return;
    notify("refused", `${event?.position ? `Question ${event.position}: ` : ""}not saved. ${reason}`, { tone: "bad" });
  });

  queue.on("reply", (reply) => {
    clock.set(reply);
    withdraw("copy");
    if (reply.over) finish("This sitting is over.");
  });

  // ---- meters that can be hidden ----

  const meters = Object.fromEntries(["position", "clock"].map((name) => [name, meter(name)]));

  function meter(name) {
    const box = document.querySelector(`[data-meter="${name}"]`);
    const button = box?.querySelector("button");
    if (!button) return () => {};
    const key = `certus.hide.${name}`;
    const value = box.querySelector(".meter-value");
    const hideToo = name === "position" ? document.querySelector(".exam-head progress") : null;

    const set = (hidden) => {
      value.hidden = hidden;
      if (hideToo) hideToo.hidden = hidden;
      button.setAttribute("aria-pressed", hidden);
      try { localStorage.setItem(key, hidden ? "1" : ""); } catch { /* for this page only, then */ }
    };
    let start = false;
    try { start = localStorage.getItem(key) === "1"; } catch { /* shown */ }
    set(start);

    box.addEventListener("certus:show", () => set(false));
    const toggle = () => {
      set(!value.hidden);
      say(value.hidden ? `${button.dataset.what} hidden` : `${button.dataset.what} shown`);
    };
    button.addEventListener("click", toggle);
    return toggle;
  }

  // ---- clock and end ----

  const clock = startClock({
    sitting,
    deadline: Number(deadline || 0),
    now: Number(now),
    cached: cached !== undefined,
    onEnd: () => finish("Time is up."),
  });

  function finish(why) {
    if (over) return;
    over = true;
    for (const fieldset of document.querySelectorAll("main fieldset")) fieldset.disabled = true;
    notify("over", `${why} Your answers are being handed in.`, { tone: "warn" });
    void handIn(why);
  }

  // The report knows only what the server has got: hand in first, then go and see. Whether it is over, the server says.
  async function handIn(why) {
    const reply = (await queue.flush()) ? await queue.ask() : null;
    if (reply?.over) return location.replace(resultUrl);
    if (reply?.deadline > reply?.now + 2000) return location.reload(); // there is more time after all
    if (!reply) notify("over", `${why} Your answers are kept on this device and handed in as soon as the server answers.`, { tone: "warn" });
    setTimeout(handIn, reply ? 500 : 3000, why);
  }

  // ---- help ----

  const dialog = document.getElementById("help");
  const help = () => dialog?.showModal();
  for (const button of document.querySelectorAll("[data-opens-help]")) button.addEventListener("click", help);
  dialog?.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

  // ---- whatever an earlier page left, and the pages to come ----

  if (cached !== undefined) {
    notify("copy", "The server does not answer; this page is the copy kept on this device.", { tone: "warn" });
  }
  void queue.flush();
  const later = window.requestIdleCallback ?? ((act) => setTimeout(act, 500));
  later(() => prepareOffline({ sitting, bundleUrl }));

  return {
    id: sitting, position: Number(position || 0), count: Number(count || 0), mode, cached: cached !== undefined, shown: shown === "true",
    queue, notes, keys: readKeys(), help, clock: () => meters.clock(), isOver: () => over,
    go(to) { location.assign(`/sittings/${sitting}/${to}`); },
  };
}
