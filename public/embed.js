// <by-friday scenario="monday-call" seed="7"></by-friday>: a week on your page, in a frame that fits.
// More attributes: blind, link (a whole link, or "#/play/..."), title, height (pixels, at first), src (By Friday's folder).
// Where an editor drops such an element: <div data-by-friday data-scenario="monday-call" data-seed="7"></div>.
// Plain frames of By Friday fit as well. As a script, a module, or through a loader.
// Events, with the message of schema/messages-1.json: ready, decision, completed, resize.
// Methods: restart(seed), open(link). What stands inside is shown where this script does not run.
if (!customElements.get("by-friday")) {
  // In a module no script is the current one; an error names the file it was made in.
  const file = /\w+:\/\/[^\s()]*?embed\.js/;
  const ours = document.currentScript?.src || file.exec(new Error().stack)?.[0] || document.querySelector('script[src*="embed.js"]')?.src || document.baseURI;
  const folder = new URL(".", ours).href;
  const events = ["ready", "decision", "completed", "resize"];
  const weekly = ["scenario", "seed", "blind", "link"];
  const all = [...weekly, "title", "height", "src"];
  const taken = new Set();

  const read = (data) => {
    try {
      const message = JSON.parse(data);
      if (message["by-friday"] === 1 && events.includes(message.type)) return message;
    } catch {}
  };
  const style = (element, styles) => {
    for (const name in styles) element.style.setProperty(name, styles[name]);
  };
  const fit = (frame, message) => message.type === "resize" && style(frame, { height: `${message.height}px` });
  // The fragment of a link: from its #, or of the page of one week (s/ID/#seed=7).
  const fragment = (link) => {
    const hash = link.replace(/^[^#]*/, "");
    const week = /^[^#]*\/s\/([a-z0-9-]+)\/[^/#]*(#|$)/.exec(link);
    return week && !hash.startsWith("#/") ? `#/play/${week[1]}?${hash.slice(1)}` : hash || "#/";
  };

  class ByFriday extends HTMLElement {
    static observedAttributes = weekly;
    #frame;
    #ready = false;
    #held;
    #place;

    #heard = ({ source, data }) => {
      const message = source === this.#frame.contentWindow && read(data);
      if (!message) return;
      fit(this.#frame, message);
      if (message.type === "ready") this.#ready = true;
      this.dispatchEvent(new CustomEvent(message.type, { detail: message, bubbles: true }));
      this.#send();
    };

    get #base() {
      return this.hasAttribute("src") ? new URL(this.getAttribute("src"), document.baseURI).href : folder;
    }

    get #fragment() {
      if (this.hasAttribute("link")) return fragment(this.getAttribute("link"));
      const query = ["v=1"];
      if (this.hasAttribute("seed")) query.push("seed=" + encodeURIComponent(this.getAttribute("seed")));
      if (this.hasAttribute("blind")) query.push("blind=1");
      return `#/play/${encodeURIComponent(this.getAttribute("scenario") || "monday-call")}?${query.join("&")}`;
    }

    connectedCallback() {
      // Of two alike on one page, each keeps its own week.
      const alike = this.#base + this.getAttribute("scenario");
      let number = 1;
      while (taken.has(alike + number)) number += 1;
      taken.add((this.#place = alike + number));
      addEventListener("message", this.#heard);
      const frame = (this.#frame ??= document.createElement("iframe"));
      const address = `${this.#base}?embed=${number}${this.#fragment}`;
      if (frame.src !== address) frame.src = address;
      if (frame.parentNode === this) return;
      frame.title = this.getAttribute("title") || "By Friday, a leadership simulator";
      // What a browser does not know it complains of.
      const allowed = document.featurePolicy?.features() ?? [];
      frame.allow = ["clipboard-write", "web-share"].filter((feature) => allowed.includes(feature)).join("; ");
      // As wide as there is room, also where the room is as wide as what is in it.
      style(this, { display: "block", width: "100%", "min-width": "0" });
      style(frame, { display: "block", border: "0", width: "100vw", "max-width": "100%", height: `${this.getAttribute("height") || 900}px` });
      this.replaceChildren(frame);
    }

    disconnectedCallback() {
      removeEventListener("message", this.#heard);
      taken.delete(this.#place);
      this.#ready = false;
    }

    attributeChangedCallback(name, before, now) {
      if (this.#frame && before !== now) this.open(this.#fragment);
    }

    restart(seed) {
      this.#say({ command: "restart", ...(seed === undefined ? {} : { seed }) });
    }

    open(link) {
      this.#say({ command: "open", link: fragment(String(link)) });
    }

    // Until the frame is ready a command is held, and of several that come at once the last one counts.
    #say(command) {
      this.#held = { "by-friday": 1, ...command };
      queueMicrotask(() => this.#send());
    }

    #send() {
      if (!this.#ready || !this.#held) return;
      this.#frame.contentWindow?.postMessage(JSON.stringify(this.#held), new URL(this.#base).origin);
      this.#held = undefined;
    }
  }
  customElements.define("by-friday", ByFriday);

  const adopt = () => {
    for (const place of document.querySelectorAll("[data-by-friday]")) {
      const week = place.querySelector("by-friday") ?? document.createElement("by-friday");
      for (const name of all) {
        const value = place.getAttribute(`data-${name}`);
        if (value === null) week.removeAttribute(name);
        else if (week.getAttribute(name) !== value) week.setAttribute(name, value);
      }
      if (!week.isConnected) place.replaceChildren(week);
    }
  };
  const attributeFilter = all.map((name) => `data-${name}`);
  new MutationObserver(adopt).observe(document, { childList: true, subtree: true, attributeFilter });
  adopt();

  addEventListener("message", ({ source, data }) => {
    const message = read(data);
    const plain = message && [...document.querySelectorAll("iframe")].find((f) => f.contentWindow === source && f.src.startsWith(folder));
    if (plain) fit(plain, message);
  });
}
