// A set of one's own: the lists of domains and skills hold what the chosen exam has.
const exam = document.getElementById("set-exam");

const narrow = () => {
  for (const option of exam.form.querySelectorAll("option[data-exams]")) {
    const fits = exam.value === "" || option.dataset.exams.split(" ").includes(exam.value);
    if (!fits && option.selected) option.closest("select").value = "";
    option.hidden = option.disabled = !fits;
  }
  for (const group of exam.form.querySelectorAll("optgroup")) group.hidden = [...group.children].every((option) => option.hidden);
};

exam.addEventListener("change", narrow);
// a browser that comes back brings its own choice along; what the server found wrong stays as it was sent
addEventListener("pageshow", () => { if (!exam.form.querySelector("[aria-invalid]")) narrow(); });
