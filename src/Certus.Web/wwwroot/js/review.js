// The review: Space shows the answer, 1 to 4 grade, Ctrl+Z takes the last act back; of a question 1 to 6 and A to F choose, Enter checks, then Space or Enter goes on.
// All of it works without this script by the buttons.
const answer = document.querySelector("details.answer");
const grades = [...document.querySelectorAll(".grade")];
const singleKeys = document.querySelector(".review")?.dataset.keys !== "off";

// Good is where most reviews go: once the answer is there, Space or Enter grades it so.
answer?.addEventListener("toggle", () => { if (answer.open) grades.at(-2 + (grades.length === 2))?.focus({ preventScroll: true }); });

// A question: what became of it is read out first.
const question = document.querySelector("form.question");
const goOn = document.querySelector("[data-go-on]");
const picks = [...(question?.querySelectorAll(".option input:not(:disabled)") ?? [])];
if (goOn) document.querySelector("#answer")?.focus();

function choose(key) {
  if (!document.querySelector(".review").dataset.choose.includes(key)) return false;
  const pick = picks[/^[1-6]$/.test(key) ? key - 1 : "abcdef".indexOf(key)];
  if (!pick) return false;
  pick.checked = pick.type === "radio" || !pick.checked;
  pick.focus();
  return true;
}

// A form sent twice would be judged once, but the second answer would be a page about the first.
for (const form of document.querySelectorAll("form"))
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent !== undefined) event.preventDefault();
    form.dataset.sent = "";
  });
addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent; });

document.addEventListener("keydown", (event) => {
  // a key held down a little too long has opened the answer, and must not grade it unread
  if (event.repeat && (event.key === " " || event.key === "Enter") && event.target.closest?.(".grade")) return event.preventDefault();
  if (event.defaultPrevented || event.isComposing || event.altKey || event.target.closest?.("textarea, select, input:not([type=radio], [type=checkbox])")) return;
  const press = (button) => {
    if (!button) return;
    event.preventDefault();
    button.click();
  };
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z") return press(document.querySelector("[data-act=undo]"));
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.repeat || !singleKeys) return;
  if (goOn && (event.key === " " || event.key === "Enter") && !event.target.closest?.("button, a, summary")) return press(goOn);
  if (question && !goOn && event.key.length === 1 && choose(event.key.toLowerCase())) return event.preventDefault();
  if (event.key === " " && answer && !answer.open && !event.target.closest?.("button, a, summary")) {
    event.preventDefault();
    answer.open = true;
  } else if (answer?.open) press(grades.find((grade) => grade.dataset.key === event.key));
});
