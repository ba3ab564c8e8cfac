// What the candidate did, kept until the server says that it is on disk.
//
// Each event is an item of its own in localStorage: writing it is synchronous, so it is kept before anything else happens, and two
// tabs never overwrite one another. The server takes an event once however often it is sent (by eventId), so sending again is safe.
// An event leaves only when a reply names it, or a newer text of the same note is kept: no other answer, and no error, removes any.

const batchSize = 50;
const timeoutMs = 10_000;
const longestPauseMs = 30_000;
const keepaliveBytes = 60_000; // browsers let 64 KiB outlive a page, of all requests under way together
const sizeOf = (event) => new TextEncoder().encode(JSON.stringify(event)).length + 1; // bytes, with the comma

export function openQueue({ sitting, url, token, renewToken }) {
  const signals = new EventTarget();
  const prefix = `certus.queue.${sitting}.`;
  const spare = new Map(); // only where the browser refuses to store
  const unread = new Set(); // keys of events that the server could not read even alone: kept, not sent again from this page
  const outliving = new Map(); // keys of events in requests that outlive the page, and their bytes
  let most = batchSize;
  let failures = 0;
  let trouble = ""; // why the server takes nothing, in its words; empty where it can't be reached or all is well
  let timer = 0;
  let sending = null;
  let leaving = false;

  const signal = (name, detail) => signals.dispatchEvent(new CustomEvent(name, { detail }));

  const keys = () => {
    let stored = [];
    try {
      stored = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    } catch { /* refused: only the spare ones */ }
    return [...stored, ...spare.keys()].sort();
  };

  const toSend = () => keys().filter((key) => !unread.has(key));

  let last = Math.max(0, ...keys().map((key) => Number(key.slice(prefix.length, prefix.length + 17)) || 0));

  const read = (key) => {
    try {
      return JSON.parse(spare.get(key) ?? localStorage.getItem(key));
    } catch {
      return null; // not ours, or damaged by hand
    }
  };

  const remove = (key) => {
    spare.delete(key);
    unread.delete(key);
    try { localStorage.removeItem(key); } catch { /* it was never there */ }
  };

  const store = (key, text) => {
    try {
      localStorage.setItem(key, text);
      return true;
    } catch {
      return false;
    }
  };

  const waiting = () => keys().map(read).filter((event) => event !== null);

  const changed = () => signal("changed", { waiting: waiting(), failing: failures > 0 || unread.size > 0, trouble, kept: spare.size === 0 });

  function add(kind, fields) {
    const clientAt = Date.now();
    last = Math.max(clientAt * 1000, last + 1); // the order holds even if the clock is set back
    const event = { eventId: uuid(), kind, ...fields, clientAt };
    const key = prefix + String(last).padStart(17, "0") + "." + event.eventId;
    const text = JSON.stringify(event);
    const outdated = kind === "commented" ? keys().filter((earlier) => isNote(read(earlier), fields.position)) : [];
    let kept = store(key, text);
    for (const earlier of outdated) remove(earlier); // only the latest text of a note counts; it may need the room
    kept ||= store(key, text);
    if (!kept) spare.set(key, text);
    changed();
    void flush();
    return event;
  }

  /** Sends what waits, now. True once nothing waits any more that the server can take. */
  function flush() {
    clearTimeout(timer);
    if (sending && goingAway()) void sendBeside(); // the request under way may die with the page
    sending ??= drain().finally(() => {
      sending = null;
      if (failures === 0 && toSend().length > 0) void flush(); // added while the last reply came in
    });
    return sending;
  }

  async function drain() {
    if (keys().length > 0) changed(); // tells what an earlier page left, too
    for (;;) {
      const batch = toSend().slice(0, most).map((key) => [key, read(key)]);
      for (const [key, event] of batch) if (event === null) remove(key);
      let events = batch.filter(([, event]) => event !== null);
      if (events.length === 0) {
        if (batch.length > 0) continue;
        failures = 0;
        if (unread.size === 0) trouble = "";
        changed();
        return true;
      }

      const fitting = goingAway() ? thatOutlive(events) : [];
      if (fitting.length > 0) events = fitting;
      const { reply, refusal } = await send(events, fitting.length > 0);
      trouble = refusal?.reason ?? (unread.size > 0 ? trouble : "");
      if (refusal?.unreadable) { // by halves to the one that it is about, so that it does not hold the others up
        if (events.length > 1) most = Math.ceil(events.length / 2);
        else unread.add(events[0][0]);
        continue;
      }
      most = batchSize;
      if (!reply || settle(reply, events) === 0) {
        failures++;
        const pause = Math.min(longestPauseMs, 1000 * 2 ** (failures - 1));
        timer = setTimeout(flush, pause * (0.75 + Math.random() / 2));
        changed();
        return false;
      }
      failures = 0;
      changed();
    }
  }

  /** What a reply names leaves the queue; the number of these events. */
  function settle(reply, events) {
    const named = new Set([...reply.accepted, ...reply.refused.map((refusal) => refusal.eventId)]);
    const done = events.filter(([, event]) => named.has(event.eventId));
    for (const [key] of done) remove(key);
    signal("reply", reply);
    for (const refusal of reply.refused) {
      signal("refused", { reason: refusal.reason, event: events.find(([, event]) => event.eventId === refusal.eventId)?.[1] });
    }
    return done.length;
  }

  const goingAway = () => leaving || document.hidden;

  /** The first of the events whose request may outlive the page, beside those that do already. */
  function thatOutlive(events) {
    let room = keepaliveBytes - [...outliving.values()].reduce((sum, size) => sum + size, 2);
    const end = events.findIndex(([, event]) => (room -= sizeOf(event)) < 0);
    return end < 0 ? events : events.slice(0, end);
  }

  async function send(events, keepalive) {
    if (keepalive) for (const [key, event] of events) outliving.set(key, sizeOf(event));
    const answer = await post(events.map(([, event]) => event), { keepalive });
    if (keepalive) for (const [key] of events) outliving.delete(key);
    return answer;
  }

  async function sendBeside() {
    const events = thatOutlive(toSend().slice(0, batchSize).filter((key) => !outliving.has(key)).map((key) => [key, read(key)]).filter(([, event]) => event !== null));
    if (events.length === 0) return;
    const { reply } = await send(events, true);
    if (reply) settle(reply, events);
    changed();
  }

  /** The server's reply, or its refusal; neither where there was no answer worth trusting. */
  async function post(events, { keepalive = false, renewed = false } = {}) {
    const body = JSON.stringify(events);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", RequestVerificationToken: token },
        body,
        redirect: "error",
        keepalive,
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!/\bjson\b/.test(response.headers.get("Content-Type") ?? "")) return {}; // something else answered
      const answer = await response.json();
      if (response.ok) return { reply: { accepted: [], refused: [], ...answer } };
      if (answer.code === "stale-token" && !renewed) {
        const { fresh, status } = await renewToken();
        if (status === 404) return { refusal: { reason: unknownSitting } };
        if (!fresh) return {};
        token = fresh;
        return await post(events, { keepalive, renewed: true });
      }
      if (response.status >= 500 || [408, 421, 425, 429].includes(response.status)) return {};
      if (response.status === 404) return { refusal: { reason: unknownSitting } };
      const reason = answer.detail ?? answer.title ?? `It refuses them (${response.status}).`;
      return { refusal: { reason, unreadable: answer.code !== "stale-token" && [400, 413].includes(response.status) } };
    } catch {
      return keepalive && !leaving ? post(events, { renewed }) : {}; // no network, no server, no answer in time, or too much to outlive the page
    }
  }

  // The queue is opened first, so these come before what other listeners still add when the page goes.
  addEventListener("pagehide", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("online", () => void flush());
  document.addEventListener("visibilitychange", () => { if (keys().length > 0) void flush(); });
  addEventListener("storage", (event) => { if (event.key === null || event.key.startsWith(prefix)) changed(); });
  addEventListener("beforeunload", (event) => { if (spare.size > 0) event.preventDefault(); });

  const ask = async () => (await post([])).reply ?? null;
  return { add, flush, waiting, ask, on: (name, act) => signals.addEventListener(name, (event) => act(event.detail)) };
}

const unknownSitting = "The program that answers does not know this sitting: it was started with other data.";

const isNote = (event, position) => event?.kind === "commented" && event.position === position;

/** How many of the waiting events are answers, in words; empty when nothing that matters waits. */
export function waitingInWords(events) {
  const answers = new Set(events.filter((event) => event.kind === "answered").map((event) => event.position)).size;
  if (answers > 0) return answers === 1 ? "1 answer waiting" : `${answers} answers waiting`;
  const others = events.filter((event) => !["shown", "dwell"].includes(event.kind)).length;
  if (others > 0) return others === 1 ? "1 change waiting" : `${others} changes waiting`;
  return "";
}

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // pages served without TLS from another machine
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
}
