// <by-friday scenario="monday-call" seed="7"></by-friday>: a week on your page, in a frame that fits.
// More attributes: blind, link (whole, or from its #), title, height (pixels, at first), src (By Friday's folder).
// Where an editor drops it: <div data-by-friday data-scenario="monday-call" data-seed="7"></div>.
// Plain frames of By Friday fit too. Events, with the message of schema/messages-1.json (scored: messages-2.json): ready, decision, completed, scored,
// resize. Methods: restart(seed), open(link). What stands inside is shown where this script does not run.
if (!customElements.get("by-friday")) {
  // In a module no script is the current one, but an error names the file.
  const ours = document.currentScript?.src || /\w+:\/\/[^\s()]*?embed\.js/.exec(new Error().stack)?.[0] || document.baseURI;
  const folder = new URL(".", ours).href;
  const weekly = ["scenario", "seed", "blind", "link"];
  const all = [...weekly, "title", "height", "src"];
  const taken = new Set();

  const read = (data) => {
    try {
      const message = JSON.parse(data);
      if (/^1(ready|decision|completed|resize)$|^2scored$/.test(message["by-friday"] + message.type)) return message;
    } catch {}
  };
  const fit = (frame, { type, height }) => {
    if (type === "resize") frame.style.height = `${height}px`;
  };
  // From a link's #, or of the page of one week: s/ID/#seed=7.
  const fragment = (link) => {
    const hash = link.replace(/^[^#]*/, "");
    const week = /^[^#]*\/s\/([a-z0-9-]+)\/[^/#]*(#|$)/.exec(link);
    return week && !hash.startsWith("#/") ? `#/play/${week[1]}?${hash.slice(1)}` : hash || "#/";
  };

  class ByFriday extends HTMLElement {
    static observedAttributes = weekly;
    #frame = document.createElement("iframe");
    #ready = false;
    #held;
    #place;

    #heard = ({ source, data }) => {
      const message = source === this.#frame.contentWindow && read(data);
      if (!message) return;
      fit(this.#frame, message);
      this.#ready ||= message.type === "ready";
      this.dispatchEvent(new CustomEvent(message.type, { detail: message, bubbles: true }));
      this.#send();
    };

    get #base() {
      return new URL(this.getAttribute("src") ?? folder, document.baseURI);
    }

    get #fragment() {
      const [scenario, seed, blind, link] = weekly.map((name) => this.getAttribute(name));
      if (link !== null) return fragment(link);
      const query = ["v=1"];
      if (seed !== null) query.push("seed=" + encodeURIComponent(seed));
      if (blind !== null) query.push("blind=1");
      return `#/play/${encodeURIComponent(scenario || "monday-call")}?${query.join("&")}`;
    }

    connectedCallback() {
      // Of two alike on a page each keeps its own week.
      const alike = this.#base + this.getAttribute("scenario");
      let number = 1;
      while (taken.has(alike + number)) number += 1;
      taken.add((this.#place = alike + number));
      addEventListener("message", this.#heard);
      const frame = this.#frame;
      const address = `${this.#base}?embed=${number}${this.#fragment}`;
      if (frame.src !== address) frame.src = address;
      if (frame.parentNode === this) return;
      frame.title = this.getAttribute("title") || "By Friday, a leadership simulator";
      // Browsers complain of features that they do not know.
      const known = document.featurePolicy?.features() ?? [];
      frame.allow = ["clipboard-write", "web-share"].filter((name) => known.includes(name)).join("; ");
      // As wide as there is room, also where the room is as wide as what is in it.
      const height = `${this.getAttribute("height") || 900}px`;
      Object.assign(this.style, { display: "block", width: "100%", minWidth: "0" });
      Object.assign(frame.style, { display: "block", border: "0", width: "100vw", maxWidth: "100%", height });
      this.replaceChildren(frame);
    }

    disconnectedCallback() {
      removeEventListener("message", this.#heard);
      taken.delete(this.#place);
      this.#ready = false;
    }

    attributeChangedCallback(name, before, now) {
      if (this.#place && before !== now) this.open(this.#fragment);
    }

    restart(seed) {
      this.#say({ command: "restart", seed });
    }

    open(link) {
      this.#say({ command: "open", link: fragment(String(link)) });
    }

    // Held until the frame is ready; of several that come at once the last one counts.
    #say(command) {
      this.#held = JSON.stringify({ "by-friday": 1, ...command });
      queueMicrotask(() => this.#send());
    }

    #send() {
      if (!this.#ready || !this.#held) return;
      this.#frame.contentWindow?.postMessage(this.#held, this.#base.origin);
      this.#held = null;
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
    const ourFrame = (f) => f.contentWindow === source && f.src.startsWith(folder);
    if (message) [...document.querySelectorAll("iframe")].filter(ourFrame).forEach((f) => fit(f, message));
  });
}
