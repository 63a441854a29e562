// Joins the parts that the splitter made to the program's bindings: gives them their names, and writes the
// loader into the bindings (one of its own would import them by a name that has no hash yet, a second time).
//   node tools/parts.mjs FOLDER
// FOLDER holds what the splitter wrote: __wasm_split.js and the parts; and web.js, web_bg.wasm, the bindings.
// Prints a line for each part of the program: its name, and its files with commas between.
import { createHash } from "node:crypto";
import { readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { written } from "./wasm.mjs";

const folder = process.argv[2];
const split = readFileSync(`${folder}/__wasm_split.js`, "utf8");
const glue = readFileSync(`${folder}/web.js`, "utf8");
const fail = (what) => {
  console.error(`parts.mjs: ${what}: is it another version of the splitter or of wasm-bindgen?`);
  process.exit(1);
};

// What the parts take of the program's first one.
const shares = split.match(/const \{([^}]*)\} = initSync/)?.[1].split(",").map((s) => s.trim()).filter(Boolean);
// Files that several parts share, and the parts themselves with the shared files they need.
const file = String.raw`makeLoad\(\(\) => \{\s*const src = fetch\(new URL\("\./([^"]*)\.wasm"`;
const shared = [...split.matchAll(new RegExp(String.raw`/\* (.*?) \*/\s*const (\w+) = ${file}`, "g"))];
const parts = [...split.matchAll(new RegExp(String.raw`export const (__wasm_split_load_(\w+)) = wrapAsyncCb\(${file}[^]*?\n, \[(.*?)\]\)\);`, "g"))];
if (!shares || !parts.length) fail("nothing was split");

// One hash for all: parts of two builds never fit each other.
const hash = createHash("sha256");
const bytes = (name) => readFileSync(`${folder}/${name}.wasm`);
for (const name of ["web_bg", ...shared.map((s) => s[3]), ...parts.map((p) => p[3])]) hash.update(bytes(name));
const build = hash.update(glue).digest("hex").slice(0, 16);

// A shared file is named after the parts that need it, with the trainers' last: packages for portals leave out
// what is theirs alone. A small one is no file: it lies in each of those parts, in a section that has its name.
const SMALL = 20_000;
const order = ["beside", "studio", "portal", "host", "desk"];
const apart = new Map();
const within = new Map();
for (const [, of, variable, old] of shared) {
  if (statSync(`${folder}/${old}.wasm`).size < SMALL) {
    within.set(variable, old);
    continue;
  }
  const name = `${of.split(", ").sort((a, b) => order.indexOf(a) - order.indexOf(b)).join("-")}-${build}.wasm`;
  renameSync(`${folder}/${old}.wasm`, `${folder}/${name}`);
  apart.set(variable, name);
}
const section = (name, payload) => {
  const content = Buffer.concat([written(name.length), Buffer.from(name), payload]);
  return Buffer.concat([Buffer.from([0]), written(content.length), content]);
};
const loaders = parts.map(([, loader, part, old, needs]) => {
  const of = needs.split(", ").filter(Boolean);
  const inside = of.flatMap((n) => within.get(n) ?? []);
  const beside = of.flatMap((n) => apart.get(n) ?? []);
  if (inside.length + beside.length !== of.length) fail(`${part} needs ${needs}`);
  const name = `${part}-${build}.wasm`;
  writeFileSync(`${folder}/${name}`, Buffer.concat([bytes(old), ...inside.map((n) => section(n, bytes(n)))]));
  unlinkSync(`${folder}/${old}.wasm`);
  console.log(part, [name, ...beside].join(","));
  return `${loader}: (f, data) => joined(f, data, ${JSON.stringify([name, inside, beside])})`;
});
for (const old of within.values()) unlinkSync(`${folder}/${old}.wasm`);

const loader = `
const joining = {};
async function compiled(name) {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw new Error(response.url + ": " + response.status);
  return WebAssembly.compile(await response.arrayBuffer());
}
// What failed is asked for again the next time.
const once = (name, make) => (joining[name] ??= make().catch((error) => {
  delete joining[name];
  throw error;
}));
const instance = (module) => WebAssembly.instantiate(module, { __wasm_split: wasm });
async function join(name, inside, beside) {
  const module = compiled(name);
  module.catch(() => {});
  await Promise.all(beside.map((need) => once(need, async () => instance(await compiled(need)))));
  const made = await module;
  await Promise.all(inside.map((need) => once(need, () => instance(WebAssembly.Module.customSections(made, need)[0]))));
  return instance(made);
}
async function joined(f, data, [name, ...needs]) {
  let there = true;
  try {
    await once(name, () => join(name, ...needs));
  } catch (error) {
    console.warn(error);
    there = false;
  }
  wasm.__indirect_function_table.get(f)(data, there);
}
`;
const imported = /^import \* as (import\d+) from "\.\/__wasm_split\.js"\n/gm;
const names = [...glue.matchAll(imported)].map((m) => m[1]);
if (names.length !== parts.length) fail("the bindings import other loaders than there are parts");
const entry = /^( *"\.\/__wasm_split\.js": )import\d+,\n/gm;
let first = true;
const made = glue.replace(imported, "").replace(entry, (_, name) => {
  const line = first ? `${name}{ ${loaders.join(", ")} },\n` : "";
  first = false;
  return line;
});
if (first) fail("the bindings have no place for the loaders");
writeFileSync(`${folder}/web.js`, made + loader);
writeFileSync(`${folder}/build`, build);
