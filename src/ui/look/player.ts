/** Mono sound, as the session decodes a clip. */
export interface Sound {
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

export interface Playing {
  /** Seconds since the sound began. */
  position(): number;
  stop(): void;
}

/** Plays a sound through the speakers. `onEnd` is called once, when it has ended or was stopped. */
export async function play({ samples, sampleRate }: Sound, onEnd: () => void): Promise<Playing> {
  const context = new AudioContext();
  await context.resume();
  const buffer = context.createBuffer(1, Math.max(1, samples.length), sampleRate);
  buffer.getChannelData(0).set(samples);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(context.destination);
  source.onended = () => {
    void context.close();
    onEnd();
  };
  const started = context.currentTime;
  source.start();
  return { position: () => context.currentTime - started, stop: () => source.stop() };
}
