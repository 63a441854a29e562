// Reads a program's file as far as the tools need it (WebAssembly core specification, 5).

// A number at a place, and where what follows it begins.
export const number = (bytes, at) => {
  for (let value = 0, shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
};

export const written = (value) => {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value);
  return Buffer.from(bytes);
};

// Every section: its number, where it begins and where it ends.
export function* sections(bytes) {
  for (let at = 8; at < bytes.length; ) {
    const [length, start] = number(bytes, at + 1);
    yield [bytes[at], start, start + length];
    at = start + length;
  }
}

// A text at a place, and where what follows it begins.
export const text = (bytes, at) => {
  const [length, start] = number(bytes, at);
  return [bytes.toString("utf8", start, start + length), start + length];
};

const limits = (bytes, at) => {
  const end = number(bytes, at + 1)[1];
  return bytes[at] & 1 ? number(bytes, end)[1] : end;
};

// Where the description of something that is imported ends, by its kind.
export const imported = {
  0: (bytes, at) => number(bytes, at)[1],
  1: (bytes, at) => limits(bytes, at + 1),
  2: limits,
  3: (_, at) => at + 2,
};
