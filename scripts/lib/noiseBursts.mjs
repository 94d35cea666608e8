const RATE = 16_000;
const HEADER = 44;
/** A burst of noise begins every so many seconds, and is so long. */
const EVERY = 2.5;
const LENGTH = 0.4;

/** A wav of 16-bit mono silence with a burst of noise every few seconds, the same every time: a sound to show a page with. */
export function noiseBursts(seconds) {
  const count = Math.round(seconds * RATE);
  const wav = Buffer.alloc(HEADER + 2 * count);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + 2 * count, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(2 * RATE, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(2 * count, 40);
  let state = 1;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const within = (i / RATE) % EVERY;
    const loudness = within < LENGTH ? 0.5 * (1 - within / LENGTH) : 0.001;
    wav.writeInt16LE(Math.round(32_000 * loudness * (state / 2 ** 31 - 1)), HEADER + 2 * i);
  }
  return wav;
}
