// The time left, by the server's clock: this machine's clock is only used to count on from the last moment the server told.
import { notify } from "./say.js";

const minute = 60_000;

export function startClock({ sitting, deadline, now, cached, onEnd }) {
  const meter = document.querySelector('[data-meter="clock"]');
  const face = meter?.querySelector('[role="timer"]');
  const key = `certus.clock.${sitting}`;
  let ahead = now - Date.now(); // how far the server's clock is ahead of ours
  let ended = false;
  let timer = 0;

  const kept = load(key);
  if (cached && kept) ({ ahead, deadline } = kept); // the page is old, what the server said later is not
  else save(key, { ahead, deadline });

  function tick() {
    clearTimeout(timer);
    if (!deadline) return;
    const left = Math.max(0, deadline - (Date.now() + ahead));
    if (face) {
      face.textContent = inDigits(left);
      face.setAttribute("aria-label", `${inWords(left)} left`);
      meter.classList.toggle("low", left <= 5 * minute);
    }
    warn(left, 30);
    warn(left, 5);
    if (left === 0) {
      if (!ended) onEnd();
      ended = true;
    } else {
      timer = setTimeout(tick, left % 1000 || 1000);
    }
  }

  // once for a sitting, and only while it is news
  function warn(left, minutes) {
    if (left > minutes * minute || left === 0 || !first(`certus.warned.${sitting}.${minutes}`)) return;
    if (minutes === 5) meter?.dispatchEvent(new CustomEvent("certus:show"));
    if (left > (minutes - 1) * minute) notify("time", `${minutes} minutes left.`, { tone: "warn", forMs: 20_000 });
  }

  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
  tick();

  return {
    set(reply) {
      if (!reply.now) return;
      ahead = reply.now - Date.now();
      deadline = reply.deadline ?? 0;
      save(key, { ahead, deadline });
      tick();
    },
  };
}

export function inDigits(ms) {
  const seconds = Math.ceil(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function inWords(ms) {
  const minutes = Math.ceil(ms / minute);
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  const part = (n, unit) => (n === 1 ? `1 ${unit}` : `${n} ${unit}s`);
  return [h > 0 && part(h, "hour"), (m > 0 || h === 0) && part(m, "minute")].filter(Boolean).join(" ");
}

function first(key) {
  try {
    if (sessionStorage.getItem(key)) return false;
    sessionStorage.setItem(key, "1");
    return true;
  } catch {
    return true;
  }
}

function load(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function save(key, value) {
  try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* only offline pages miss it */ }
}
