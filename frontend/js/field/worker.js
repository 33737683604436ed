// 现场填表的常驻脚本：没有网时由它拿出存好的页面。它只管 /work/inspections/field/ 之下。
// self.SHELL 由 worker.js 那一处给：{version, page, files}。

const SHELL = self.SHELL;
const PREFIX = "xf-field-";
const NAME = PREFIX + SHELL.version;
const PATIENCE = 5000;

/** 登录页、出错的页不存。 */
const isGood = (answer) => answer.ok && !answer.redirected && answer.type === "basic";

async function fill() {
  const cache = await caches.open(NAME);
  await cache.addAll(SHELL.files.map((file) => new Request(file, { cache: "reload" })));
  const page = await fetch(SHELL.page, { credentials: "same-origin", redirect: "manual" });
  if (isGood(page)) await cache.put(SHELL.page, page);
}

async function tidy() {
  const names = await caches.keys();
  const mine = await caches.open(NAME);
  for (const name of names) {
    if (!name.startsWith(PREFIX) || name === NAME) continue;
    // 新的还没有取到页面时，先用旧的那一页，总比打不开好
    if (!(await mine.match(SHELL.page))) {
      const page = await (await caches.open(name)).match(SHELL.page);
      if (page) await mine.put(SHELL.page, page);
    }
    await caches.delete(name);
  }
  await self.clients.claim();
}

/** 页面：先问网络，问不到、太慢、服务器出错，才用存好的。 */
async function page(event) {
  const kept = () => caches.match(SHELL.page);
  const asked = fetch(event.request).then(async (answer) => {
    if (isGood(answer)) await (await caches.open(NAME)).put(SHELL.page, answer.clone());
    return answer;
  });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
  try {
    const answer = await Promise.race([asked, late]);
    if (answer && answer.status < 500) return answer;
  } catch {
    // 没有网
  }
  return (await kept()) ?? asked;
}

/** 样式、脚本、图标：有存好的就用，没有才去取，取来也存下。 */
async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (isGood(answer)) await (await caches.open(NAME)).put(request, answer.clone());
  return answer;
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(fill());
});
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === SHELL.page) event.respondWith(page(event));
  else if (SHELL.files.includes(url.pathname) || url.pathname.startsWith("/static/web/build/")) event.respondWith(file(request));
});
