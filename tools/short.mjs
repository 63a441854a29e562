// Gives what a bundle's wasm and its bindings call each other short names. wasm-bindgen's end in sixteen
// hex digits, which no compression makes shorter, and everybody would download them twice.
//   node tools/short.mjs NAME_bg.wasm NAME.js
import { readFileSync, writeFileSync } from "node:fs";

const [wasmFile, glueFile] = process.argv.slice(2);
const wasm = readFileSync(wasmFile);
let glue = readFileSync(glueFile, "utf8");

const number = (at) => {
  for (let value = 0, shift = 0; ; shift += 7) {
    const byte = wasm[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
};
const written = (value) => {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value);
  return Buffer.from(bytes);
};

// Each long name, where its bindings have it, and the short one.
const names = new Map();
const short = (name) => {
  if (!/_h?[0-9a-f]{16}(_\d+)?$/.test(name) || !new RegExp(`\\b${name}\\b`).test(glue)) return name;
  if (!names.has(name)) names.set(name, `$${names.size.toString(36)}$`);
  return names.get(name);
};

// A section's names; `rest` says where what follows a name ends, `first` how many names come before it.
function renamed(start, end, first, rest) {
  let [count, at] = number(start);
  const parts = [written(count)];
  for (; count; count--) {
    for (let i = 0; i < first; i++) {
      const [length, from] = number(at);
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

const limits = (at) => {
  const flags = wasm[at];
  at = number(at + 1)[1];
  return flags & 1 ? number(at)[1] : at;
};
const kinds = { 0: (at) => number(at)[1], 1: (at) => limits(at + 1), 2: limits, 3: (at) => at + 2 };
const sections = [wasm.subarray(0, 8)];
for (let at = 8; at < wasm.length; ) {
  const id = wasm[at];
  const [length, start] = number(at + 1);
  const end = start + length;
  let body = wasm.subarray(start, end);
  if (id === 2) body = renamed(start, end, 2, (at) => kinds[wasm[at]](at + 1));
  if (id === 7) body = renamed(start, end, 1, (at) => number(at + 1)[1]);
  sections.push(Buffer.from([id]), written(body.length), body);
  at = end;
}
glue = glue.replace(/[\w$]+/g, (word) => names.get(word) ?? word);
const made = Buffer.concat(sections);
if (!WebAssembly.validate(made)) throw new Error(`${wasmFile}: it is no program any more`);
writeFileSync(wasmFile, made);
writeFileSync(glueFile, glue);
