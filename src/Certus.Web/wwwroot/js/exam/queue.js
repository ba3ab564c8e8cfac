// What the candidate did, kept until the server says that it is on disk.
//
// Each event is an item of its own in localStorage: writing it is synchronous, so it is kept before anything else happens, and two
// tabs never overwrite one another. The server takes an event once however often it is sent (by eventId), so sending again is safe.

const batchSize = 50;
const timeoutMs = 10_000;
const longestPauseMs = 30_000;
const keepaliveLimit = 48_000; // bytes; browsers let 64 KiB outlive a page

export function openQueue({ sitting, url, token, renewToken }) {
  const signals = new EventTarget();
  const prefix = `certus.queue.${sitting}.`;
  const spare = new Map(); // only where the browser refuses to store
  let failures = 0;
  let timer = 0;
  let sending = null;

  const signal = (name, detail) => signals.dispatchEvent(new CustomEvent(name, { detail }));

  const keys = () => {
    let stored = [];
    try {
      stored = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    } catch { /* refused: only the spare ones */ }
    return [...stored, ...spare.keys()].sort();
  };

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
    try { localStorage.removeItem(key); } catch { /* it was never there */ }
  };

  const waiting = () => keys().map(read).filter((event) => event !== null);

  const changed = () => signal("changed", { waiting: waiting(), failing: failures > 0, kept: spare.size === 0 });

  function add(kind, fields) {
    const clientAt = Date.now();
    last = Math.max(clientAt * 1000, last + 1); // the order holds even if the clock is set back
    const event = { eventId: uuid(), kind, ...fields, clientAt };
    const key = prefix + String(last).padStart(17, "0") + "." + event.eventId;
    const text = JSON.stringify(event);
    try {
      localStorage.setItem(key, text);
    } catch {
      spare.set(key, text);
    }
    changed();
    void flush();
    return event;
  }

  /** Sends what waits, now. True once nothing waits any more. */
  function flush() {
    clearTimeout(timer);
    sending ??= drain().finally(() => {
      sending = null;
      if (failures === 0 && keys().length > 0) void flush(); // added while the last reply came in
    });
    return sending;
  }

  async function drain() {
    if (keys().length > 0) changed(); // tells what an earlier page left, too
    for (;;) {
      const batch = keys().slice(0, batchSize).map((key) => [key, read(key)]);
      for (const [key, event] of batch) if (event === null) remove(key);
      const events = batch.filter(([, event]) => event !== null);
      if (events.length === 0) {
        if (batch.length > 0) continue;
        failures = 0;
        changed();
        return true;
      }

      const reply = await post(events.map(([, event]) => event));
      const answered = reply && new Set([...reply.accepted, ...reply.refused.map((refusal) => refusal.eventId)]);
      const done = reply ? events.filter(([, event]) => answered.has(event.eventId)) : [];
      for (const [key] of done) remove(key);
      if (reply) signal("reply", reply);
      for (const refusal of reply?.refused ?? []) {
        signal("refused", { reason: refusal.reason, event: events.find(([, event]) => event.eventId === refusal.eventId)?.[1] });
      }
      if (done.length === 0) {
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

  /** The server's answer, or null when there was none worth trusting: then everything stays where it is. */
  async function post(events, renewed = false) {
    const body = JSON.stringify(events);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", RequestVerificationToken: token },
        body,
        redirect: "error",
        keepalive: body.length < keepaliveLimit,
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!/\bjson\b/.test(response.headers.get("Content-Type") ?? "")) return null; // something else answered
      const reply = await response.json();
      if (response.ok) return { accepted: [], refused: [], ...reply };
      if (reply.code === "stale-token") {
        const fresh = renewed ? null : await renewToken();
        if (!fresh) return null;
        token = fresh;
        return await post(events, true);
      }
      if (response.status >= 500 || [408, 421, 425, 429].includes(response.status)) return null;
      const reason = reply.detail ?? reply.title ?? `The server refused it (${response.status}).`;
      return { accepted: [], refused: events.map(({ eventId }) => ({ eventId, reason })) };
    } catch {
      return null; // no network, no server, or no answer in time
    }
  }

  addEventListener("online", () => void flush());
  document.addEventListener("visibilitychange", () => { if (!document.hidden && keys().length > 0) void flush(); });
  addEventListener("storage", (event) => { if (event.key === null || event.key.startsWith(prefix)) changed(); });
  addEventListener("beforeunload", (event) => { if (spare.size > 0) event.preventDefault(); });

  return { add, flush, waiting, ask: () => post([]), on: (name, act) => signals.addEventListener(name, (event) => act(event.detail)) };
}

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
