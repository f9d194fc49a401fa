// A spoken confirmation: at most 60 s, Opus at a low rate (AAC where Safari has nothing else), listened to before it is kept.
export const LIMIT_MS = 60_000;

export type VoiceMime = 'audio/webm' | 'audio/ogg' | 'audio/mp4';

export interface Clip {
  readonly bytes: ArrayBuffer;
  readonly mime: VoiceMime;
  readonly duration_ms: number;
}

export interface Recording {
  stop(): Promise<Clip>;
  cancel(): void;
}

const kinds: readonly (readonly [string, VoiceMime])[] = [
  ['audio/webm;codecs=opus', 'audio/webm'],
  ['audio/ogg;codecs=opus', 'audio/ogg'],
  ['audio/mp4', 'audio/mp4'],
];

export function canRecord(): boolean {
  return typeof MediaRecorder !== 'undefined' && Boolean(navigator.mediaDevices?.getUserMedia);
}

/** From a tap: the browser may ask for the microphone. Calls `full` at 60 s. */
export async function record(full: () => void): Promise<Recording> {
  const found = kinds.find(([type]) => MediaRecorder.isTypeSupported(type));
  if (!found) throw new Error('no recorder');
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  const recorder = new MediaRecorder(stream, { mimeType: found[0], audioBitsPerSecond: 24_000 });
  const parts: Blob[] = [];
  const began = performance.now();
  let ended_ms: number | null = null;
  const ended = new Promise<void>((resolve) => {
    recorder.addEventListener('stop', () => resolve());
  });
  recorder.addEventListener('dataavailable', (event) => {
    if (event.data.size > 0) parts.push(event.data);
  });
  recorder.start(1_000);
  const warn = setTimeout(() => navigator.vibrate?.(80), LIMIT_MS - 10_000);
  const limit = setTimeout(full, LIMIT_MS);
  const halt = (): void => {
    clearTimeout(warn);
    clearTimeout(limit);
    ended_ms ??= Math.min(LIMIT_MS, Math.round(performance.now() - began));
    if (recorder.state !== 'inactive') recorder.stop();
    for (const track of stream.getTracks()) track.stop();
  };
  return {
    async stop() {
      halt();
      await ended;
      const bytes = await new Blob(parts).arrayBuffer();
      return { bytes, mime: found[1], duration_ms: ended_ms ?? 0 };
    },
    cancel: halt,
  };
}

/** A voice of this phone for the language, or null: then there is no button. */
export function voiceFor(locale: string): SpeechSynthesisVoice | null {
  if (typeof speechSynthesis === 'undefined') return null;
  const want = locale === 'en' ? /^en/i : /^(zh|cmn)/i;
  const voices = speechSynthesis.getVoices().filter((voice) => want.test(voice.lang));
  return voices.find((voice) => voice.localService) ?? voices[0] ?? null;
}

export function speak(lines: readonly string[], voice: SpeechSynthesisVoice): void {
  speechSynthesis.cancel();
  for (const line of lines) {
    const said = new SpeechSynthesisUtterance(line);
    said.voice = voice;
    said.lang = voice.lang;
    said.rate = 0.9;
    speechSynthesis.speak(said);
  }
}
