import { ProblemError, type Problem } from '../core/problem';
import { captureProblem, INSECURE, LOST } from './captureProblem';
import workletUrl from './capture.worklet?worker&url';

/** A microphone, as it can be chosen. */
export interface Device {
  readonly id: string;
  readonly label: string;
}

/** A microphone that is on. */
export interface Capture {
  /** Of the blocks, in Hz: what the browser works at. */
  readonly sampleRate: number;
  /** The device that it is, null where the browser does not say. */
  readonly deviceId: string | null;
  /** Turns it off, with its light. Safe to call again. */
  stop(): void;
}

interface CaptureOptions {
  /** A device of `listDevices`, or null for the browser's own choice. */
  readonly deviceId: string | null;
  /** Mono samples in [-1, 1], about fifty blocks a second. */
  readonly onBlock: (samples: Float32Array) => void;
  /** It ended without being stopped. */
  readonly onLost: (problem: Problem) => void;
}

/** The sound as it is: what is made for calls would change what the model hears. */
const AS_IT_IS = { echoCancellation: false, noiseSuppression: false, autoGainControl: false } as const;

/**
 * Asks for the microphone, and gives its sound until it is stopped. To be called on a press of a button: browsers ask the
 * person then. Nothing is kept or sent. Errors: `microphone.*` (see captureProblem.ts).
 */
export async function openCapture({ deviceId, onBlock, onLost }: CaptureOptions): Promise<Capture> {
  const devices = (navigator as Partial<Navigator>).mediaDevices;
  if (!devices || !isSecureContext) throw new ProblemError(INSECURE);
  const audio = { ...AS_IT_IS, ...(deviceId !== null && { deviceId: { exact: deviceId } }) };
  const stream = await devices.getUserMedia({ audio, video: false }).catch((error: unknown) => {
    throw new ProblemError(captureProblem(error));
  });
  const context = new AudioContext();
  let isOn = true;
  const stop = () => {
    if (!isOn) return;
    isOn = false;
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
  try {
    await context.audioWorklet.addModule(workletUrl);
    const node = new AudioWorkletNode(context, 'capture');
    node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
      if (isOn) onBlock(data);
    };
    // It gives silence: connected so that every browser runs it.
    context.createMediaStreamSource(stream).connect(node).connect(context.destination);
    await context.resume();
  } catch (error) {
    stop();
    throw new ProblemError(captureProblem(error));
  }
  const [track] = stream.getAudioTracks();
  track?.addEventListener('ended', () => {
    if (!isOn) return;
    stop();
    onLost(LOST);
  });
  return { sampleRate: context.sampleRate, deviceId: track?.getSettings().deviceId ?? null, stop };
}

/** The microphones there are. Their names are told only once one of them was allowed. */
export async function listDevices(): Promise<readonly Device[]> {
  const devices = (navigator as Partial<Navigator>).mediaDevices;
  const all = (await devices?.enumerateDevices().catch(() => [])) ?? [];
  return all.flatMap(({ kind, deviceId, label }, i) =>
    kind === 'audioinput' && deviceId !== '' ? [{ id: deviceId, label: label || `Microphone ${i + 1}` }] : [],
  );
}

/** Calls back when a device is plugged in or out. Returns how to end that. */
export function watchDevices(changed: () => void): () => void {
  const devices = (navigator as Partial<Navigator>).mediaDevices;
  devices?.addEventListener('devicechange', changed);
  return () => devices?.removeEventListener('devicechange', changed);
}
