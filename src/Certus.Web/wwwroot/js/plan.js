// The pages of the plan: the timer moves, the calendar's address is copied, the whole plan is printed, reminders come while such a page is open.
// All of it but the reminders works without this script.

// ---- the timer: what had run when the page came, and what has passed since; the page's own clock may be set as it likes ----
const timer = document.querySelector("[data-timer]");
if (timer) {
  const [ran, minutes, came] = [Number(timer.dataset.ran), Number(timer.dataset.minutes), performance.now()];
  let told = ran >= minutes * 60_000;
  const show = () => {
    const now = ran + (timer.dataset.running === "true" ? performance.now() - came : 0);
    const seconds = Math.floor(now / 1000);
    const two = (number) => String(number).padStart(2, "0");
    timer.textContent = seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` : `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
    if (!told && now >= minutes * 60_000) {
      told = true;
      remind("Time is up", `${minutes} minutes: ${timer.dataset.title}`, "certus-timer");
    }
  };
  show();
  if (timer.dataset.running === "true") setInterval(show, 1000);
}
// a page that the browser brought back shows an old state of the server's clock
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// ---- reminders ----
const reminders = document.querySelector("[data-reminders]");
const mayRemind = () => "Notification" in window && Notification.permission === "granted";

function remind(title, body, tag) {
  if (reminders && mayRemind()) new Notification(title, { body, tag });
}

if (reminders)
  for (const { id, at, title, body } of JSON.parse(reminders.textContent)) {
    const wait = at - Date.now();
    if (wait > 0 && wait < 86_400_000) setTimeout(() => remind(title, body, `certus-${id}`), wait);
  }

const ask = document.querySelector("[data-ask-reminders]");
const says = document.querySelector("[data-reminders-state]");
ask?.addEventListener("click", async (event) => {
  if (!("Notification" in window)) {
    event.preventDefault();
    says.textContent = "This browser has no notifications.";
    return;
  }
  if (mayRemind()) return;
  event.preventDefault();
  if ((await Notification.requestPermission()) === "granted") ask.form.requestSubmit(ask);
  else says.textContent = "The browser did not allow it; its settings for this site can.";
});
if (says && !ask && !mayRemind()) says.textContent = "The browser does not allow them now; its settings for this site can.";

// ---- small things ----
for (const button of document.querySelectorAll("[data-copy]"))
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    const told = document.querySelector("[data-copied]");
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = "Copied.";
    } catch {
      field.select();
      told.textContent = "Selected; press Ctrl+C.";
    }
  });
document.querySelector("[data-print]")?.addEventListener("click", () => print());

// the browser knows its own time zone; the server only its machine's
const zone = document.querySelector("[data-zone]");
if (zone?.value === "UTC") zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
