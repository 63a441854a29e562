// A page that embeds the program: `#["address","sandbox",width,"h5p"]`. It keeps what it hears.
window.heard = [];
const [src, sandbox, width, resizer] = JSON.parse(decodeURIComponent(location.hash.slice(1)));
const frame = document.createElement("iframe");
if (sandbox) frame.setAttribute("sandbox", sandbox);
frame.width = width ?? 900;
frame.height = 700;
frame.src = src;
addEventListener("message", ({ source, origin, data }) => {
  if (source === frame.contentWindow) window.heard.push({ origin, data: typeof data === "string" ? JSON.parse(data) : data, text: data });
});
// The parent's half of H5P's resizing, as its documentation has it.
const answers = {
  hello: () => ({ action: "hello" }),
  prepareResize: (data) => {
    frame.style.height = `${data.clientHeight}px`;
    return { action: "resizePrepared" };
  },
  resize: (data) => {
    frame.style.height = `${data.scrollHeight}px`;
    window.fitted = (window.fitted ?? 0) + 1;
  },
};
addEventListener("message", ({ source, data }) => {
  if (resizer !== "h5p" || source !== frame.contentWindow || data.context !== "h5p") return;
  const answer = answers[data.action]?.(data);
  if (answer) source.postMessage({ context: "h5p", ...answer }, "*");
});
window.command = (command) => frame.contentWindow.postMessage(JSON.stringify({ "by-friday": 1, ...command }), "*");
document.body.append(frame);
if (window.iframeResizer) window.iframeResizer.initialize({ checkOrigin: false }, frame);
