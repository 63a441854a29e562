// Takes out of a program what it would say where it breaks: nobody hears it (a page has no standard error, and
// the failure page shows where it broke, not what was said). In its place it stops at once. In a program that
// is still to be split, what only these words were for goes with it.
//   node tools/quiet.mjs PROGRAM.wasm QUIET.wasm
import { readFileSync, writeFileSync } from "node:fs";
import { imported, number, sections, text, written } from "./wasm.mjs";

// Functions of Rust's libraries that never return, as the linker or wasm-bindgen names them.
const ENDS =
  /\d?panicking|slice_error_fail|slice_index_fail|len_mismatch_fail|unwrap_failed|expect_failed|raw_vec(::|\d+)handle_error|capacity_overflow|handle_alloc_error|panic_access_error|panic_already_(mutably_)?borrowed|panic_poisoned|assert_failed|rust_panic|rust_begin_unwind|borrow_fail/;

// What the linker notes of a function that is called, and of a place in memory that is a constant; instructions.
const CALLED = 0;
const ADDRESS = 4;
const CALL = 0x10;
const LOCAL_GET = 0x20;
const I32_CONST = 0x41;

const [from, to] = process.argv.slice(2);
const wasm = readFileSync(from);
let imports = 0;
const names = new Map();
for (const [id, start, end] of sections(wasm)) {
  if (id === 2) {
    let [count, at] = number(wasm, start);
    for (; count; count--) {
      at = text(wasm, text(wasm, at)[1])[1];
      if (wasm[at] === 0) imports++;
      at = imported[wasm[at]](wasm, at + 1);
    }
  }
  if (id === 0 && text(wasm, start)[0] === "name") {
    for (let at = text(wasm, start)[1]; at < end; ) {
      const [length, first] = number(wasm, at + 1);
      if (wasm[at] === 1) {
        let [count, place] = number(wasm, first);
        for (; count; count--) {
          const [index, behind] = number(wasm, place);
          const [name, next] = text(wasm, behind);
          names.set(index, name);
          place = next;
        }
      }
      at = first + length;
    }
  }
}

// Where in the section of functions those are that end, from its beginning; and which they are.
const ended = [];
const ends = new Set();
let code = 0;
for (const [id, start] of sections(wasm)) {
  if (id !== 10) continue;
  code = start;
  let [count, at] = number(wasm, start);
  for (let i = 0; i < count; i++) {
    const [length, body] = number(wasm, at);
    if (length > 2 && ENDS.test(names.get(imports + i) ?? "")) {
      // No locals, `unreachable`, then nothing up to the end that is there.
      wasm.fill(1, body, body + length - 1);
      wasm[body] = 0;
      wasm[body + 1] = 0;
      ended.push([body - start, body - start + length]);
      ends.add(imports + i);
    }
    at = body + length;
  }
}
if (!ended.length) throw new Error(`${from}: nothing in it says anything: has it no names?`);

// What the linker notes of the places in them holds no more.
const within = (place) => ended.some(([start, end]) => place >= start && place < end);

// The place in memory that is handed over last before an instruction, with at most a few locals or numbers between.
function handed(instruction, notes) {
  for (let behind = instruction; behind > instruction - 10; behind--) {
    if (notes.get(behind - 5)?.[0] !== ADDRESS || wasm[code + behind - 6] !== I32_CONST) continue;
    let at = code + behind;
    while (at < code + instruction && (wasm[at] === LOCAL_GET || wasm[at] === I32_CONST)) at = number(wasm, at + 1)[1];
    return at === code + instruction ? behind - 5 : undefined;
  }
}

const out = [wasm.subarray(0, 8)];
for (const [id, start, end] of sections(wasm)) {
  let body = wasm.subarray(start, end);
  if (id === 0 && text(wasm, start)[0] === "reloc.CODE") {
    let at = number(wasm, text(wasm, start)[1])[1];
    const head = wasm.subarray(start, at);
    let count;
    [count, at] = number(wasm, at);
    const notes = new Map();
    for (; count; count--) {
      const [place, index] = number(wasm, at + 1);
      let next = number(wasm, index)[1];
      // Places in memory, in functions and in sections have a number that is added.
      if ([3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25].includes(wasm[at])) while (wasm[next++] & 128);
      if (!within(place)) notes.set(place, wasm.subarray(at, next));
      at = next;
    }
    if (at !== end) throw new Error(`${from}: the linker's notes do not end where they say`);
    // Who calls what ends hands it the words, and what would write them: places in memory.
    for (const [call, [kind]] of [...notes]) {
      if (kind !== CALLED || wasm[code + call - 1] !== CALL || !ends.has(number(wasm, code + call)[0])) continue;
      for (let before = handed(call - 1, notes); before !== undefined; before = handed(before - 1, notes)) notes.delete(before);
    }
    body = Buffer.concat([head, written(notes.size), ...notes.values()]);
  }
  out.push(Buffer.from([id]), written(body.length), body);
}
const made = Buffer.concat(out);
if (!WebAssembly.validate(made)) throw new Error(`${from}: it is no program any more`);
writeFileSync(to, made);
