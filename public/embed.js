// <by-friday scenario="monday-call" seed="7"></by-friday>: a week on your page, in a frame that fits.
// More attributes: blind, link ("#/play/..."), height (pixels, at first), src (By Friday's folder).
// Events, with the message of schema/messages-1.json: ready, decision, completed, resize.
// Methods: restart(seed), open(link). What stands inside is shown where this script does not run.
{
  const ours = document.currentScript.src;
  const events = ["ready", "decision", "completed", "resize"];

  class ByFriday extends HTMLElement {
    static observedAttributes = ["scenario", "seed", "blind", "link"];
    #frame;
    #heard = (event) => {
      if (event.source !== this.#frame?.contentWindow || typeof event.data !== "string") return;
      let message;
      try {
        message = JSON.parse(event.data);
      } catch {
        return;
      }
      if (message?.["by-friday"] !== 1 || !events.includes(message.type)) return;
      if (message.type === "resize") this.#frame.height = message.height;
      this.dispatchEvent(new CustomEvent(message.type, { detail: message, bubbles: true }));
    };

    get #base() {
      return new URL(this.getAttribute("src") || ".", this.hasAttribute("src") ? document.baseURI : ours);
    }

    get #fragment() {
      if (this.hasAttribute("link")) return this.getAttribute("link").replace(/^[^#]*/, "");
      const query = ["v=1"];
      if (this.hasAttribute("seed")) query.push("seed=" + encodeURIComponent(this.getAttribute("seed")));
      if (this.hasAttribute("blind")) query.push("blind=1");
      return `#/play/${encodeURIComponent(this.getAttribute("scenario") || "monday-call")}?${query.join("&")}`;
    }

    connectedCallback() {
      addEventListener("message", this.#heard);
      if (this.#frame) return;
      const frame = (this.#frame = document.createElement("iframe"));
      frame.src = `${this.#base}?embed=1${this.#fragment}`;
      frame.title = this.getAttribute("title") || "By Friday, a leadership simulator";
      frame.allow = "clipboard-write; web-share";
      frame.height = this.getAttribute("height") || 900;
      frame.style.setProperty("width", "100%");
      frame.style.setProperty("border", "0");
      this.style.setProperty("display", "block");
      this.replaceChildren(frame);
    }

    disconnectedCallback() {
      removeEventListener("message", this.#heard);
    }

    attributeChangedCallback(name, before, now) {
      if (this.#frame && before !== now) this.open(this.#fragment);
    }

    restart(seed) {
      this.#say({ command: "restart", ...(seed === undefined ? {} : { seed }) });
    }

    open(link) {
      this.#say({ command: "open", link });
    }

    #say(command) {
      this.#frame?.contentWindow?.postMessage(JSON.stringify({ "by-friday": 1, ...command }), this.#base.origin);
    }
  }
  if (!customElements.get("by-friday")) customElements.define("by-friday", ByFriday);
}
