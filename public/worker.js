// The worker: the same program without a page. It is given units of work and gives back what they came to.
let bindings;
onmessage = async ({ data }) => {
  if (bindings) {
    return bindings.work(...data, (sums) => {
      if (sums) postMessage([...data, sums]);
      // What nobody catches ends a worker, as the page sees it.
      else setTimeout(() => { throw new Error("a part of the program could not be fetched"); });
    });
  }
  const loaded = await import(data.js);
  loaded.initSync({ module: data.module });
  bindings = loaded;
  postMessage("ready");
};
