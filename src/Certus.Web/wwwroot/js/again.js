// Looks again by itself while something is under way; without this script the link does it.
const link = document.querySelector("[data-again]");
if (link) setTimeout(() => location.replace(link.href), 1000);
