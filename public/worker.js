// The worker: the same bundle without a page. It is given units of work and gives back what they came to.
let bindings;
onmessage = async ({ data }) => {
  if (bindings) return postMessage([...data, bindings.work(...data)]);
  const loaded = await import(data.js);
  loaded.initSync({ module: data.module });
  bindings = loaded;
  postMessage("ready");
};
