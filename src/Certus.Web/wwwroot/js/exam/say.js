// One voice for screen readers, one place for notices.

const voice = document.getElementById("announce");
const notices = document.getElementById("notices");

/** Said aloud, politely, even if it is the same sentence as before. */
export function say(sentence) {
  if (!voice) return;
  voice.textContent = "";
  setTimeout(() => { voice.textContent = sentence; }, 50);
}

/** Said aloud and shown above the buttons; a notice of the same name replaces the one before. */
export function notify(name, sentence, { tone = "", forMs = 0 } = {}) {
  withdraw(name);
  const notice = document.createElement("p");
  notice.className = `note ${tone}`;
  notice.dataset.notice = name;
  notice.textContent = sentence;
  notices?.append(notice);
  say(sentence);
  if (forMs > 0) setTimeout(() => notice.remove(), forMs);
}

export function withdraw(name) {
  notices?.querySelector(`[data-notice="${name}"]`)?.remove();
}
