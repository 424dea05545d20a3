// Keeps one screen's page and the files of its bundle, so that it begins without the network, and so that a new
// version is only ever used whole: it is fetched and compared with its hashes before it may wait for its turn. The
// version before stays until this one has run for a while, and comes back if this one does not run at all.
// The server writes the list.
const VERSION = "{{version}}";
const PAGE = "{{page}}"; // SHA-256, hexadecimal
const FILES = {{files}}; // [path, SHA-256]

const scope = new URL(self.registration.scope);
const OURS = `bayside ${scope.pathname} `;
const CACHE = OURS + VERSION;
const NOTES = OURS + "notes"; // which version was "sound", and which has "failed"
const names = new Set(FILES.map(([path]) => path));

const hash = async (answer) => {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await answer.arrayBuffer()));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

const fetchAll = async () => {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all([[scope.pathname, PAGE], ...FILES].map(async ([path, wanted]) => {
      const answer = await fetch(path, { cache: "no-store", credentials: "omit", redirect: "error" });
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
      if (await hash(answer.clone()) !== wanted) throw new Error(`${path}: other content`);
      await cache.put(path, answer);
    }));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
};

const noted = async (word) =>
  await caches.has(NOTES) ? (await (await caches.open(NOTES)).match(`/${word}`))?.text() : undefined;
const note = async (word) => (await caches.open(NOTES)).put(`/${word}`, new Response(VERSION));

const dropOthers = async () => {
  const wanted = [NOTES, CACHE, OURS + await noted("sound")];
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && !wanted.includes(name)) await caches.delete(name);
  }
};

// What the guard says of the page: it has run for a while, it has fallen again and again.
const heard = async (word) => {
  if (word === "sound" && await noted("failed") !== VERSION) {
    await note("sound");
    await dropOthers();
  }
  if (word === "failed" && await caches.has(OURS + await noted("sound"))) await note("failed");
};

const kept = async (path, request) => {
  const version = await noted("failed") === VERSION ? await noted("sound") : VERSION;
  const cache = await caches.open(OURS + version);
  return await cache.match(path, { ignoreVary: true }) ?? fetch(request);
};

addEventListener("install", (event) => event.waitUntil(fetchAll()));
addEventListener("activate", (event) => event.waitUntil(dropOthers().then(() => self.clients.claim())));
addEventListener("message", (event) => {
  if (event.data === "go") self.skipWaiting();
  else event.waitUntil(heard(event.data));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  const isPage = request.mode === "navigate" && pathname === scope.pathname;
  // The calls to the server are none of its business.
  if (isPage || names.has(pathname) || pathname.startsWith("/assets/")) event.respondWith(kept(pathname, request));
});
