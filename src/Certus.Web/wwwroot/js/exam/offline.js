// Puts the sitting's pages and what they load where the service worker finds them when the server cannot be reached.

const keepDays = 14;

export async function prepareOffline({ sitting, bundleUrl }) {
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
  const cache = await caches.open(`certus-sitting-${sitting}`);
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
  for (const name of await caches.keys()) {
    if (!name.startsWith("certus-sitting-") || name === `certus-sitting-${current}`) continue;
    const pages = await caches.open(name);
    const [bundle] = (await pages.keys()).filter((request) => request.url.endsWith("/bundle"));
    const since = bundle ? Number(await (await pages.match(bundle)).text()) : 0;
    if (Date.now() - since > keepDays * 86_400_000) await caches.delete(name);
  }
}
