// One question: choices, strikes, flag, confidence, comment, and the ways to the next one.
import { after } from "./notes.js";
import { bindKeys } from "./keys.js";
import { notify, say, withdraw } from "./say.js";

const commentPauseMs = 600;
const letters = "ABCDEF";
const numbers = ["no", "one", "two", "three", "four", "five", "six"];

export function openQuestion(sitting) {
  const { queue, notes, position } = sitting;
  const oneWay = sitting.mode === "diagnostic"; // the server chooses the next question by the answer to this one
  const form = document.querySelector("form.question");
  const options = [...form.querySelectorAll(".option")];
  const inputs = options.map((option) => option.querySelector('input[name="pick"]'));
  const selects = [...form.querySelectorAll('select[name="pick"]')];
  const flag = document.querySelector('button[name="go"][value="flag"]');
  const comment = form.querySelector('textarea[name="comment"]');
  const most = Number(form.dataset.select || 0);
  const watch = startWatch();

  // ---- the page's state, read from it and laid over it ----

  const indexOf = (option) => Number(option.dataset.option);
  const pressed = (button) => button?.getAttribute("aria-pressed") === "true";
  const picks = () => selects.length > 0
    ? selects.map((select) => (select.value === "" ? -1 : Number(select.value)))
    : inputs.filter((input) => input.checked).map((input) => Number(input.value));

  const state = () => ({
    picks: picks(),
    flagged: pressed(flag),
    struck: options.filter((option) => option.classList.contains("struck")).map(indexOf),
    sure: form.querySelector('input[name="sure"]:checked')?.value ?? "",
    comment: comment?.value ?? "",
    shown: sitting.shown,
  });

  function lay(note) {
    selects.forEach((select, i) => { select.value = (note.picks[i] ?? -1) < 0 ? "" : String(note.picks[i]); });
    for (const input of inputs) input.checked = note.picks.includes(Number(input.value));
    for (const option of options) strikeOut(option, note.struck.includes(indexOf(option)));
    flag?.setAttribute("aria-pressed", note.flagged);
    for (const radio of form.querySelectorAll('input[name="sure"]')) radio.checked = radio.value === note.sure;
    if (comment) comment.value = note.comment;
  }

  function strikeOut(option, on) {
    option.classList.toggle("struck", on);
    option.querySelector(".strike")?.setAttribute("aria-pressed", on);
  }

  const opened = (sitting.cached && notes.read(position)) || state();
  let kept = queue.waiting().filter((event) => event.position === position).reduce(after, opened);
  lay(kept);
  if (!kept.shown) record("shown", {});
  keep();

  function keep() {
    kept = { ...state(), shown: true };
    notes.write(position, kept);
  }

  function record(kind, fields) {
    if (sitting.isOver()) return;
    queue.add(kind, { position, ...fields, elapsedMs: watch.elapsed() });
  }

  // ---- undo: of this question only, so that it never undoes something out of sight ----

  const undoKey = `certus.undo.${sitting.id}.${position}`;
  const undoable = () => { try { return JSON.parse(sessionStorage.getItem(undoKey)) ?? []; } catch { return []; } };
  const storeUndo = (steps) => { try { sessionStorage.setItem(undoKey, JSON.stringify(steps.slice(-50))); } catch { /* no undo, then */ } };

  function remember(step) {
    storeUndo([...undoable(), step]);
  }

  function undo() {
    const steps = undoable();
    const step = steps.pop();
    if (!step) return say("Nothing to undo on this question.");
    storeUndo(steps);
    if (step.kind === "answered") {
      lay({ ...state(), picks: step.picks });
      record("answered", { picks: picks() });
      say("Choice undone.");
    } else if (step.kind === "struck") {
      const option = options.find((candidate) => indexOf(candidate) === step.option);
      if (option) strikeOut(option, step.on);
      record("struck", { option: step.option, on: step.on });
      say("Strike undone.");
    } else {
      flag?.setAttribute("aria-pressed", step.on);
      record("flagged", { on: step.on });
      say(step.on ? "Flagged again." : "Flag removed again.");
    }
    keep();
  }

  // ---- what a candidate does ----

  form.addEventListener("change", (event) => {
    const { name } = event.target;
    if (name === "pick") {
      if (most > 1 && event.target.checked && picks().length > most) {
        event.target.checked = false;
        return notify("too-many", `This question takes ${numbers[most] ?? most} answers. Clear one before you choose another.`, { tone: "warn", forMs: 8000 });
      }
      for (const name of ["too-many", "blank", "unread"]) withdraw(name);
      remember({ kind: "answered", picks: kept.picks });
      record("answered", { picks: picks() });
      keep();
    } else if (name === "sure") {
      record("confidence", { level: event.target.value });
      keep();
    } else if (name === "comment") {
      saveComment();
    }
  });

  let commentTimer = 0;
  comment?.addEventListener("input", () => {
    clearTimeout(commentTimer);
    commentTimer = setTimeout(saveComment, commentPauseMs);
  });

  function saveComment() {
    clearTimeout(commentTimer);
    if (!comment || comment.value === kept.comment) return;
    record("commented", { text: comment.value });
    keep();
  }

  function toggleStrike(option) {
    const on = !option.classList.contains("struck");
    strikeOut(option, on);
    remember({ kind: "struck", option: indexOf(option), on: !on });
    record("struck", { option: indexOf(option), on });
    say(`${letters[options.indexOf(option)]} ${on ? "struck out" : "no longer struck out"}`);
    keep();
  }

  // The radios may lie under the bar of buttons: what the key did is then shown above it.
  function cycleSure() {
    const levels = [...form.querySelectorAll('input[name="sure"]')];
    if (levels.length === 0 || levels[0].matches(":disabled")) return;
    const level = levels[(levels.findIndex((radio) => radio.checked) + 1) % levels.length];
    level.checked = true;
    record("confidence", { level: level.value });
    keep();
    const words = `How sure: ${level.parentElement.textContent.trim().toLowerCase()}`;
    if (level.getBoundingClientRect().bottom <= barTop()) say(words);
    else notify("sure", words, { forMs: 4000 });
  }

  function toggleFlag() {
    if (!flag) return;
    const on = !pressed(flag);
    flag.setAttribute("aria-pressed", on);
    remember({ kind: "flagged", on: !on });
    record("flagged", { on });
    say(on ? "Flagged for review" : "Flag removed");
    keep();
  }

  function choose(index) {
    const control = inputs[index] ?? selects[index];
    if (!control || control.disabled) return;
    control.focus();
    if (inputs[index]) control.click();
  }

  // ---- leaving ----

  const end = document.getElementById("question-end");
  const head = document.querySelector(".exam-head");
  const nav = document.querySelector(".exam-nav");
  const barTop = () => innerHeight - (nav?.offsetHeight ?? 0);
  const warnedKey = `certus.unread.${sitting.id}.${position}`;
  let read = false;
  const lookAtEnd = () => { read ||= !end || end.getBoundingClientRect().top <= barTop() + 8; };
  addEventListener("scroll", lookAtEnd, { passive: true });
  addEventListener("resize", lookAtEnd);
  lookAtEnd();

  const answered = () => {
    const given = picks().filter((pick) => pick >= 0).length;
    return given > 0 && given === (selects.length || most);
  };

  function leave(to) {
    saveComment();
    sitting.go(to);
  }

  // Once a question, and only where options were never in sight and the answer is not complete: the press brings them up instead.
  function showsTheRest() {
    lookAtEnd();
    if (read || answered()) return false;
    try {
      if (sessionStorage.getItem(warnedKey) === "1") return false;
      sessionStorage.setItem(warnedKey, "1");
    } catch { return false; }
    notify("unread", "There are more options down here. Press again to go on.", { tone: "warn", forMs: 12_000 });
    const screenful = barTop() - (head?.offsetHeight ?? 0);
    const below = end.getBoundingClientRect().top - barTop() + 8;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
    scrollBy({ top: Math.min(below, screenful * 0.9), behavior });
    return true;
  }

  const review = () => (oneWay ? say("A diagnostic has no review: it does not go back.") : leave(`review?from=${position}`));
  const next = () => {
    if (showsTheRest()) return;
    if (oneWay) return handIn(document.querySelector('.exam-nav button[name="go"][value="next"]'));
    if (position < sitting.count) leave(position + 1);
    else review();
  };
  const previous = () => oneWay ? say("A diagnostic does not go back.") : (position > 1 ? leave(position - 1) : say("This is the first question."));

  form.addEventListener("submit", (event) => {
    const go = event.submitter?.value ?? "next";
    const [, struck] = /^strike-(\d+)$/.exec(go) ?? [];
    const act = struck !== undefined
      ? () => toggleStrike(options.find((option) => indexOf(option) === Number(struck)))
      : { next, previous, review, flag: toggleFlag }[go];
    if (event.submitter?.dataset.handedIn) return;
    event.preventDefault();
    if (act) act();
    else handIn(event.submitter);
  });

  function handIn(button) {
    if ((oneWay || button.value === "check") && !answered()) {
      const guess = oneWay ? " A diagnostic can't come back to it, and a guess costs nothing." : "";
      notify("blank", `${most > 1 ? `Choose ${numbers[most] ?? most} answers first.` : "Answer the question first."}${guess}`, { tone: "warn", forMs: 8000 });
    } else void leaveToServer(button);
  }

  // Something only the server does, such as checking an answer in study mode: it must know the answer before.
  async function leaveToServer(button) {
    saveComment();
    if (!(await queue.flush())) return notify("only-server", "The server cannot be reached just now. Your answers are kept; try again in a moment.", { tone: "warn", forMs: 12_000 });
    await new Promise((resolve) => setTimeout(resolve)); // a form can't be submitted from within its own submit event
    button.dataset.handedIn = "true";
    form.requestSubmit(button);
    delete button.dataset.handedIn;
  }

  // Study mode: where Enter means nothing of its own, it checks, and once that is done goes on. On an option the form does the same.
  if (sitting.mode === "study") {
    document.addEventListener("keydown", (event) => {
      const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
      if (key !== "Enter" || ctrlKey || metaKey || altKey || shiftKey || event.repeat || event.defaultPrevented || event.isComposing) return;
      if (document.querySelector("dialog[open]") || event.target.closest("a, button, input, select, textarea, summary")) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector('button[name="go"]'));
    });
  }

  // Whoever opens the note wants to write, and what is written must not act as keys.
  const noteBlock = comment?.closest("details");
  noteBlock?.querySelector("summary").addEventListener("click", (event) => {
    event.preventDefault();
    noteBlock.open = !noteBlock.open;
    if (noteBlock.open) comment.focus();
  });

  addEventListener("pagehide", depart);
  document.addEventListener("visibilitychange", () => (document.hidden ? depart() : watch.start()));
  addEventListener("pageshow", (event) => { if (event.persisted) watch.start(); });

  function depart() {
    saveComment();
    watch.stop();
    const elapsedMs = watch.take();
    if (elapsedMs >= 250 && !sitting.isOver()) queue.add("dwell", { position, elapsedMs });
  }

  bindKeys(sitting.keys, {
    next, previous, review, undo, choose, flag: toggleFlag, sure: cycleSure, clock: sitting.clock, help: sitting.help,
    strike: (index) => { if (options[index]?.querySelector(".strike")) toggleStrike(options[index]); },
  });
}

/** Counts only while the page can be seen. */
function startWatch() {
  let from = document.hidden ? null : performance.now();
  let before = 0;
  let taken = 0;
  const elapsed = () => Math.round(before + (from === null ? 0 : performance.now() - from));
  return {
    elapsed,
    start() { from ??= performance.now(); },
    stop() { before = elapsed(); from = null; },
    take() { const fresh = elapsed() - taken; taken += fresh; return fresh; },
  };
}
