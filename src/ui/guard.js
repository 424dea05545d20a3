// Stands beside the program of a screen and outlives it: starts it again when it is dead, keeps its files for a
// start without the network, and changes to a new version when nothing happens on the screen. Trunk puts it into
// the page. It reads no clock: a machine that slept or was set to another day is no dead program.
(() => {
  const CHECK_MS = 5_000; // how often the program is looked after
  const MISSED_MAX = 6; // so many looks without a beat, and it is dead
  const BEGIN_MAX = 12; // so many looks until it must have begun
  const SOUND_AFTER = 60; // so many looks alive, and its falls are forgotten
  const FAILED_AT = 3; // so many falls in a row, and the version before is tried
  const UPDATE_EVERY = 120; // looks between two questions for a new version
  const PAUSE_MS = 1_000; // before it is started again; doubles with each fall
  const PAUSE_MS_MAX = 300_000;
  const KEY = "bayside.screen.falls";

  const root = document.documentElement;
  const container = navigator.serviceWorker;
  let looks = 0, missed = 0, beats = 0, isEnding = false, registration;

  const isLounge = location.pathname.endsWith("/lounge");
  if (isLounge) root.dataset.scheme = "lounge";

  const falls = (count) => {
    try {
      if (count === undefined) return Number(sessionStorage.getItem(KEY)) || 0;
      sessionStorage.setItem(KEY, count);
    } catch { /* A browser that keeps nothing starts it again without a longer pause. */ }
    return 0;
  };
  const again = () => location.reload();
  const tell = (word) => container?.controller?.postMessage(word);
  // A waiting version has all its files: its worker would not wait otherwise. The page begins again under it.
  const begin = () => {
    if (!registration?.waiting) return again();
    container.addEventListener("controllerchange", again);
    registration.waiting.postMessage("go");
    setTimeout(again, CHECK_MS);
  };
  const end = () => {
    if (isEnding) return false;
    return isEnding = true;
  };
  // What is on the screen is no longer kept up: it is covered by words until the page begins again.
  const fall = () => {
    if (!end()) return;
    root.dataset.dead = "";
    const before = falls();
    falls(before + 1);
    if (before + 1 === FAILED_AT) tell("failed");
    setTimeout(begin, Math.min(PAUSE_MS * 2 ** before, PAUSE_MS_MAX));
  };
  const isFatal = (error) => error instanceof WebAssembly.RuntimeError;
  addEventListener("error", (event) => { if (isFatal(event.error)) fall(); });
  addEventListener("unhandledrejection", (event) => { if (isFatal(event.reason)) fall(); });

  window.bayside = {
    // The program says once a second that it lives, and what it is doing: "busy", "idle", or "reload" when it
    // wants to begin anew.
    beat(word) {
      missed = 0;
      beats += 1;
      if ((word === "reload" || (word === "idle" && registration?.waiting)) && end()) begin();
    },
    // Its panic hook says that it does not.
    fall,
    // It was out of contact and is no longer: the server may be another.
    look() { registration?.update().catch(() => {}); },
  };

  setInterval(() => {
    looks += 1;
    missed += 1;
    // A page whose program says nothing has at least drawn something.
    const hasBegun = beats > 0 || !isLounge && document.querySelector("body > :not(script, noscript, link)");
    if (beats > 0 ? missed >= MISSED_MAX : !hasBegun && looks >= BEGIN_MAX) fall();
    if (looks === SOUND_AFTER && hasBegun) {
      falls(0);
      tell("sound");
    }
    if (looks % UPDATE_EVERY === 0) window.bayside.look();
  }, CHECK_MS);

  // Service workers need https or the loopback; without one the page begins only with the network.
  if (container && isSecureContext && !new URLSearchParams(location.search).has("demo")) {
    container.register("/screen-worker.js", { scope: location.pathname, updateViaCache: "none" }).then((known) => {
      registration = known;
    }, () => {});
  }
})();
