// Serves the pages of a sitting from the copies that js/exam/offline.js put aside when the server does not answer in time.
// Answers never pass through here: the page keeps and sends them itself.

const patienceMs = 3000;
const pages = /^\/sittings\/([^/]+)\/(?:\d+|review|end)$/;
const asset = /^\/(css|js|_content|figures)\/|^\/favicon\.svg$/;
let unreachableUntil = 0; // after a page came from a copy, its assets do so at once

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const [, sitting] = pages.exec(pathname) ?? [];
  if (request.mode === "navigate" && sitting) event.respondWith(page(event, sitting, pathname));
  else if (request.mode !== "navigate" && asset.test(pathname)) event.respondWith(file(event, pathname));
});

async function page(event, sitting, path) {
  const cache = await caches.open(`certus-sitting-${sitting}`);
  const live = fetch(event.request);
  event.waitUntil(live.then((response) => {
    if (response.ok && response.type === "basic" && !response.redirected && !path.endsWith("/end")) return cache.put(path, response.clone());
  }).catch(() => {}));

  const response = await inTime(live);
  if (response && response.status < 500) {
    unreachableUntil = 0;
    return response;
  }
  const copy = await cache.match(path);
  if (!copy) return response ?? live.catch(nothing); // nothing to show instead: wait as long as it takes
  unreachableUntil = Date.now() + 10_000;
  const headers = new Headers(copy.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response((await copy.text()).replace("<body ", "<body data-cached "), { headers });
}

async function file(event, path) {
  const cache = await caches.open("certus-assets");
  if (Date.now() < unreachableUntil) {
    const copy = await cache.match(path);
    if (copy) return copy;
  }
  const live = fetch(event.request);
  event.waitUntil(live.then(async (response) => {
    const copy = response.ok ? response.clone() : null; // before the page reads it
    if (copy && (await cache.match(path))) await cache.put(path, copy); // only what was put aside is kept fresh
  }).catch(() => {}));
  return (await inTime(live)) ?? (await cache.match(path)) ?? live;
}

const inTime = (live) => Promise.race([
  live.catch(() => null),
  new Promise((resolve) => setTimeout(resolve, patienceMs, null)),
]);

const nothing = () => new Response(
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not reachable · Certus</title><link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/base.css"></head>
<body><main class="wide stack"><h1>The server cannot be reached</h1>
<p>This page was not put aside on this device. Answers you gave are kept and sent when the server returns.</p>
<p><a class="button primary" href="">Try again</a></p></main></body></html>`,
  {
    status: 503,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
  });
