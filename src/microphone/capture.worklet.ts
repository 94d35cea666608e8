/**
 * Runs on the browser's audio thread: averages the channels of what the microphone gives, and hands it to the page in
 * blocks. The scope's own names are in no library of types.
 */
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

const BLOCK_SAMPLES = 1024;

class CaptureProcessor extends AudioWorkletProcessor {
  private block = new Float32Array(BLOCK_SAMPLES);
  private filled = 0;

  process([channels = []]: Float32Array[][]): boolean {
    const length = channels[0]?.length ?? 0;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (const channel of channels) sum += channel[i] as number;
      this.block[this.filled++] = sum / channels.length;
      if (this.filled < BLOCK_SAMPLES) continue;
      this.port.postMessage(this.block, [this.block.buffer]);
      this.block = new Float32Array(BLOCK_SAMPLES);
      this.filled = 0;
    }
    return true;
  }
}

registerProcessor('capture', CaptureProcessor);
