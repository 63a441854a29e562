// Gives what the program and its bindings call each other short names. wasm-bindgen's end in sixteen
// hex digits, which no compression makes shorter, and everybody would download them twice.
//   node tools/short.mjs NAME_bg.wasm NAME.js
import { readFileSync, writeFileSync } from "node:fs";
import { imported, number, sections, written } from "./wasm.mjs";

const [wasmFile, glueFile] = process.argv.slice(2);
const wasm = readFileSync(wasmFile);
let glue = readFileSync(glueFile, "utf8");

// Each long name, where its bindings have it, and the short one.
const names = new Map();
const short = (name) => {
  if (!/_h?[0-9a-f]{16}(_\d+)?$/.test(name) || !new RegExp(`\\b${name}\\b`).test(glue)) return name;
  if (!names.has(name)) names.set(name, `$${names.size.toString(36)}$`);
  return names.get(name);
};

// A section's names; `rest` says where what follows a name ends, `first` how many names come before it.
function renamed(start, end, first, rest) {
  let [count, at] = number(wasm, start);
  const parts = [written(count)];
  for (; count; count--) {
    for (let i = 0; i < first; i++) {
      const [length, from] = number(wasm, at);
      at = from + length;
      const name = Buffer.from(i === first - 1 ? short(wasm.toString("utf8", from, at)) : wasm.subarray(from, at));
      parts.push(written(name.length), name);
    }
    const next = rest(at);
    parts.push(wasm.subarray(at, next));
    at = next;
  }
  if (at !== end) throw new Error(`${wasmFile}: a section does not end where it says`);
  return Buffer.concat(parts);
}

const out = [wasm.subarray(0, 8)];
for (const [id, start, end] of sections(wasm)) {
  let body = wasm.subarray(start, end);
  if (id === 2) body = renamed(start, end, 2, (at) => imported[wasm[at]](wasm, at + 1));
  if (id === 7) body = renamed(start, end, 1, (at) => number(wasm, at + 1)[1]);
  out.push(Buffer.from([id]), written(body.length), body);
}
glue = glue.replace(/[\w$]+/g, (word) => names.get(word) ?? word);
const made = Buffer.concat(out);
if (!WebAssembly.validate(made)) throw new Error(`${wasmFile}: it is no program any more`);
writeFileSync(wasmFile, made);
writeFileSync(glueFile, glue);
