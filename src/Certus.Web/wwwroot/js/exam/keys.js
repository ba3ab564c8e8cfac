// Keys, as the reader set them: data-keys on <body> holds what differs from these. A key set to "" is off; on: false turns every key
// off (WCAG 2.1.4) but Ctrl+Z. Where somebody types, no key is ours. Arrow keys, Tab, Space and Enter keep what the browser gives them.
const usual = { on: true, letters: true, digits: true, next: "j", previous: "k", flag: "m", review: "r", sure: "s", clock: "t", help: "?" };

export function readKeys() {
  try {
    return { ...usual, ...JSON.parse(document.body.dataset.keys || "{}") };
  } catch {
    return usual;
  }
}

/** actions: next, previous, flag, review, sure, clock, help, choose(index), strike(index), undo(); any may be missing. */
export function bindKeys(keys, actions) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const { ctrlKey, metaKey, altKey, shiftKey } = event;
    const typing = event.target.closest?.(".comment, textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit])");

    const run = (action, ...rest) => {
      if (!action) return;
      event.preventDefault();
      action(...rest);
    };

    if (typing) return;
    if (altKey && shiftKey && !ctrlKey && !metaKey && keys.on) {
      if (event.code === "KeyN") run(actions.next);
      if (event.code === "KeyP") run(actions.previous);
      return;
    }
    if ((ctrlKey || metaKey) && !altKey && !shiftKey && event.key.toLowerCase() === "z") return run(actions.undo);
    if (ctrlKey || metaKey || altKey || !keys.on || event.repeat) return;

    const key = event.key.toLowerCase();
    const letter = key.length === 1 ? "abcdef".indexOf(key) : -1;
    if (shiftKey && keys.letters && letter >= 0) return run(actions.strike, letter);
    if (!shiftKey || !/^[a-z]$/.test(key)) {
      for (const name of ["next", "previous", "flag", "review", "sure", "clock", "help"]) if (keys[name] === key) return run(actions[name]);
    }
    if (shiftKey) return;
    if (keys.letters && letter >= 0) return run(actions.choose, letter);
    if (keys.digits && /^[1-6]$/.test(key)) return run(actions.choose, Number(key) - 1);
  });
}
