// Puts the sitting's pages and what they load where the service worker finds them when the server cannot be reached, and removes
// what is kept of others: of a sitting that is over when its report opens, of one that was left alone after some days.

const keepDays = 14;
const cacheOf = (sitting) => `certus-sitting-${sitting}`;
const aside = /^certus\.(?:note|clock)\.([0-9a-f-]+)/; // notes.js and clock.js keep these for pages that were put aside

/** Removes the pages and notes of a sitting; answers that no server has taken stay in the queue. */
export async function forget(sitting) {
  dropNotes((other) => other === sitting);
  if ("caches" in window) await caches.delete(cacheOf(sitting));
}

export async function prepareOffline({ sitting, bundleUrl }) {
  if (!("caches" in window)) dropNotes((other) => other !== sitting);
  if (!("serviceWorker" in navigator) || !("caches" in window)) return; // pages without TLS from another machine
  try {
    await navigator.serviceWorker.register("/exam-sw.js", { scope: "/sittings/" });
    await keepAssets(document);
    if (bundleUrl) await keepPages(sitting, bundleUrl);
    await dropOld(sitting);
  } catch {
    // Out of space, or switched off: the exam works as long as the server answers, and the queue works anyway.
  }
}

async function keepAssets(page) {
  const links = [...page.querySelectorAll('link[rel~="stylesheet"], link[rel~="modulepreload"], link[rel~="icon"], script[src], main img[src]')];
  const wanted = new Set(links.map((link) => new URL(link.getAttribute("href") ?? link.getAttribute("src"), location.href).pathname));
  const cache = await caches.open("certus-assets");
  const have = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
  await cache.addAll([...wanted].filter((path) => !have.has(path)));
}

async function keepPages(sitting, bundleUrl) {
  const cache = await caches.open(cacheOf(sitting));
  if (await cache.match(bundleUrl)) return;
  const response = await fetch(bundleUrl);
  if (!response.ok) return;
  const pages = await response.json();
  const headers = new Headers({ "Content-Type": "text/html; charset=utf-8" });
  for (const name of ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"]) {
    if (response.headers.has(name)) headers.set(name, response.headers.get(name));
  }
  for (const [path, html] of Object.entries(pages)) {
    if (!(await cache.match(path))) await cache.put(path, new Response(html, { headers }));
    if (html.includes("<img")) await keepAssets(new DOMParser().parseFromString(html, "text/html"));
  }
  await cache.put(bundleUrl, new Response(String(Date.now()))); // says: all of them are here, since when
}

async function dropOld(current) {
  const kept = new Set([current]);
  for (const name of await caches.keys()) {
    const [, sitting] = /^certus-sitting-(.+)$/.exec(name) ?? [];
    if (!sitting || sitting === current) continue;
    const pages = await caches.open(name);
    const [bundle] = (await pages.keys()).filter((request) => request.url.endsWith("/bundle"));
    const since = bundle ? Number(await (await pages.match(bundle)).text()) : 0;
    if (Date.now() - since > keepDays * 86_400_000) await caches.delete(name);
    else kept.add(sitting);
  }
  dropNotes((sitting) => !kept.has(sitting));
}

function dropNotes(isOf) {
  try {
    for (const key of Object.keys(localStorage)) if (aside.test(key) && isOf(aside.exec(key)[1])) localStorage.removeItem(key);
  } catch { /* nothing could be kept, so nothing is there */ }
}
