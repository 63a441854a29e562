// A page that embeds the program: `#["address","sandbox"]`. It keeps what it hears.
window.heard = [];
const [src, sandbox] = JSON.parse(decodeURIComponent(location.hash.slice(1)));
const frame = document.createElement("iframe");
if (sandbox) frame.setAttribute("sandbox", sandbox);
frame.width = 900;
frame.height = 700;
frame.src = src;
addEventListener("message", ({ source, origin, data }) => {
  if (source === frame.contentWindow) window.heard.push({ origin, data: typeof data === "string" ? JSON.parse(data) : data, text: data });
});
window.command = (command) => frame.contentWindow.postMessage(JSON.stringify({ "by-friday": 1, ...command }), "*");
document.body.append(frame);
if (window.iframeResizer) window.iframeResizer.initialize({ checkOrigin: false }, frame);
