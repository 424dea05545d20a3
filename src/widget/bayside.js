// A car dealer's booking in any page. How pages use it: docs/embed.md.
// `cargo xtask embed` makes what is served of it. Names that begin with _ are shortened there.
(() => {
  const TAG = "bayside-booking";
  // A module does not know where it comes from, and a copy in another file has that file's address: both are told.
  const [src] = document.currentScript?.src.match(/.+embed[\d./]*js\b/) || "";
  // In an old browser the page stays as it is without us.
  if (customElements.get(TAG) || !document.adoptedStyleSheets) return;
  // By language: its name and "close", from src/i18n/locales/*/widget.json.
  const WORDS = {};

  // A shadow tree keeps the page's styles out and ours in; what a page does to the element itself is undone.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host(:not([hidden])){all:unset!important;display:block!important}
button,dialog,h2,iframe{all:initial;box-sizing:border-box;color:inherit;font:600 17px system-ui}
button{display:flex;gap:10px;align-items:center;cursor:pointer}
button:focus-visible{outline:3px solid;outline-offset:-6px}
.go{min-height:56px;padding:8px 24px;border-radius:var(--r);background:var(--a);color:var(--b)}
.go::before{content:"";padding:6px 8px;border:solid;border-width:6px 2px 2px}
.floating{position:fixed;right:max(16px,env(safe-area-inset-right));bottom:max(16px,env(safe-area-inset-bottom));z-index:9999999;box-shadow:0 2px 10px #0003}
iframe{width:100%;visibility:hidden;border-top:1px solid #8886}
.on iframe{visibility:inherit}
.in{display:grid;min-height:max(100svh,960px)}
slot{display:block}
.in>*{grid-area:1/1;align-self:start}
.on slot{display:none}
.in iframe{border:1px solid #8886;border-radius:var(--r)}
dialog{display:none;grid:auto 1fr/1fr auto;align-items:center;position:fixed;inset:0;margin:auto;width:min(760px,100%);height:min(920px,90dvh);padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);overflow:hidden;border-radius:var(--r);background:canvas;color:canvastext}
dialog[open]{display:grid}
dialog::backdrop{background:#0008}
dialog>:not(iframe){padding:0 24px}
dialog iframe,dialog slot{grid-area:2/1/3/3;height:100%}
.x{height:56px;font:28px system-ui}
@media(width<600px){dialog{height:100dvh;margin:0;border-radius:0}}`);

  const make = (name, into, attributes) => {
    const made = document.createElement(name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    into.append(made);
    return made;
  };

  let count = 0;
  class Booking extends HTMLElement {
    static observedAttributes = ["dealer", "mode"];

    _root = this.attachShadow({ mode: "open" });

    connectedCallback() {
      const root = this._root;
      const mode = this._get("mode");
      root.adoptedStyleSheets = [sheet];
      root.replaceChildren();
      const slot = make("slot", root);
      const from = this._get("server") || src;
      if (!this._get("dealer")) return;
      if (!from) return console.error("server?", this);
      this._home = new URL(from).origin;
      this._number = ++count + "";
      this._language = this._get("locale") || this.closest("[lang]")?.lang || navigator.language;
      const [label, close] = WORDS[this._language.slice(0, 2)] || WORDS.en;
      this._label = this._get("label") || label;
      // What is heard, is heard as long as the element is in the page.
      this._end = new AbortController();
      addEventListener("message", this, this._end);
      addEventListener("popstate", this, this._end);
      if (mode && mode !== "inline") this._beDialog(root, close, mode);
      else new IntersectionObserver(([seen]) => seen.isIntersecting && this._start(), { rootMargin: "600px" }).observe((this._box = make("div", root, { class: "in" })));
      this._box.append(slot);
      const accent = this._get("accent").match(/^#[\da-f]{6}$/i)?.[0] || "#17457f";
      // White where it is read on the accent better than black (WCAG 2.2).
      const [red, green, blue] = accent.match(/\w\w/g).map((hex) => ("0x" + hex) ** 2.2);
      const on = 3 * red + 10 * green + blue < 5e5 ? "#fff" : "#000";
      const scheme = { dark: "dark", auto: "light dark" }[this._get("theme")] || "light";
      this._look = `--a:${accent};--b:${on};--r:${this._get("radius") || 4}px;color-scheme:${scheme};`;
      for (const part of root.children) part.style.cssText = this._look;
    }

    disconnectedCallback() {
      this._end?.abort();
      this._frame = this._dialog = this._box = null;
    }

    // Some frameworks say what an element is after they put it up.
    attributeChangedCallback(_, before, now) {
      if (!this.isConnected || before === now) return;
      this.disconnectedCallback();
      this.connectedCallback();
    }

    _get = (name) => this.getAttribute(name) || "";

    _tell(type, detail) {
      this.dispatchEvent(new CustomEvent("bayside:" + type, { detail, bubbles: true, composed: true }));
    }

    _start() {
      if (this._frame || !this._box) return;
      // What stands behind the # of the booking's address, and so in no log.
      const all = new URLSearchParams();
      for (const [name, value] of new URLSearchParams(location.search)) name.startsWith("utm_") && all.set(name, value);
      for (const { name, value } of this.attributes) all.set(name.replace("-", "_"), value);
      all.set("services", this._get("job"));
      all.set("source", this._get("source") || "widget");
      all.set("v", 1);
      all.set("id", this._number);
      all.set("host", location.origin);
      all.set("lang", this._language);
      this._frame = make("iframe", this._box, { title: this._label, src: `${this._home}/embed/${this._get("dealer")}/book#${all}` });
    }

    handleEvent({ type: kind, source, origin, data }) {
      if (kind === "popstate") this._dialog?.close();
      if (!source || source !== this._frame?.contentWindow || origin !== this._home || data?.bayside !== 1 || data.id !== this._number) return;
      const { bayside, id, type, ...detail } = data;
      if (type === "ready" || type === "error") this._box.classList.toggle("on", type === "ready");
      else if (type === "resized") this._fit(Math.min(detail.height, 2e4) + 2);
      else if (type === "step") this._follow(detail.top);
      else if (type === "close_request") this._dialog?.close();
      else if (!["job_chosen", "slot_chosen", "booked"].includes(type)) return;
      this._tell(type, detail);
    }

    // The visitor went on inside: what is new begins at `top`. Without the focus in the frame, nobody moves the page.
    _follow(top) {
      const y = this._frame.getBoundingClientRect().top + top;
      if (this._dialog || this._root.activeElement !== this._frame || (y >= 0 && y < innerHeight / 2)) return;
      this._box.style.scrollMarginTop = -top + "px";
      this._box.scrollIntoView({ behavior: "instant" });
    }

    // After the page was drawn where `_follow` scrolled it. The room only grows, and what is seen below it stays
    // where it is seen.
    _fit(content) {
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const box = this._box;
          if (!box || this._dialog) return;
          const { bottom, height } = box.getBoundingClientRect();
          const room = Math.max(content, height);
          this._frame.style.height = content + "px";
          box.style.height = room + "px";
          if (bottom > 0 && bottom < innerHeight) scrollBy({ top: room - height, behavior: "instant" });
        }),
      );
    }

    _beDialog(root, close, mode) {
      if (mode !== "open") {
        const go = make("button", root, { class: "go " + mode, "aria-haspopup": "dialog" });
        go.append(this._label);
        go.onclick = () => this._open(go);
        go.onpointerenter = go.onfocus = () => this._start();
      }
      const dialog = (this._box = this._dialog = make("dialog", root, { "aria-label": this._label }));
      make("h2", dialog).append(this._label);
      const x = make("button", dialog, { class: "x", "aria-label": close });
      x.append("×");
      x.onclick = () => dialog.close();
      dialog.onclick = ({ target }) => target === dialog && dialog.close();
      dialog.onclose = () => {
        // Unless it was the back button, or it is open again.
        if (!dialog.open && history.state?.bayside === this._entry) history.back();
        this._tell("closed");
      };
      // On a phone the keyboard leaves this much.
      const view = visualViewport;
      const fit = () => {
        dialog.style.cssText = this._look + (innerWidth < 600 && view.scale < 1.1 ? `top:${view.offsetTop}px;height:${view.height}px` : "");
      };
      for (const kind of ["resize", "scroll"]) view.addEventListener(kind, fit, this._end);
    }

    _open(from) {
      if (!this._dialog || this._dialog.open) return;
      this._start();
      // Where the focus returns to.
      from.focus();
      this._dialog.showModal();
      // An entry for the back button to take away, with what the page's own router keeps there.
      this._entry = Date.now();
      history.pushState({ ...history.state, bayside: this._entry }, "");
    }
  }

  // One popup for each set of options, made when somebody comes near.
  const popups = {};
  const popup = (options) => {
    const key = JSON.stringify(options);
    if (popups[key]?.isConnected) return popups[key];
    const made = (popups[key] = make(TAG, document.body, { ...options, mode: "open" }));
    made._start();
    // Where the booking does not come, a link to it is what is shown.
    if (made._frame) make("a", made, { href: made._frame.src.replace("embed/", "") }).append(made._label);
    return made;
  };
  for (const kind of ["pointerover", "focusin", "click"])
    document.addEventListener(kind, (event) => {
      const trigger = event.target.closest?.("[data-bayside-open]");
      const dealer = trigger?.dataset.baysideOpen;
      if (!(src || trigger?.dataset.baysideServer) || !dealer || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const options = { dealer };
      for (const { name, value } of trigger.attributes) if (name.startsWith("data-bayside-")) options[name.slice(13)] = value;
      const made = popup(options);
      if (kind !== "click") return;
      made._open(trigger);
      event.preventDefault();
    });

  customElements.define(TAG, Booking);
  window.Bayside = {
    version: "1.1.1",
    open(options) {
      const made = popup(options);
      made._open(document.activeElement);
      return made;
    },
  };
})();
