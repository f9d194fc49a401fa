// From a frame to a JPEG: scaled to the long edge, looked at for blur and darkness, with a small copy for lists. Nothing is written into it.
export interface Still {
  readonly canvas: HTMLCanvasElement;
  readonly w: number;
  readonly h: number;
}

export interface Bar {
  /** Shares of the picture, 0–1. */
  readonly top: number;
  readonly height: number;
}

export type Hint = 'blurred' | 'dark' | null;

export function fitted(w: number, h: number, edge: number): { readonly w: number; readonly h: number } {
  const scale = Math.min(1, edge / Math.max(w, h));
  return { w: Math.max(1, Math.round(w * scale)), h: Math.max(1, Math.round(h * scale)) };
}

function draw(source: CanvasImageSource, w: number, h: number, edge: number): Still {
  const size = fitted(w, h, edge);
  const canvas = document.createElement('canvas');
  canvas.width = size.w;
  canvas.height = size.h;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.drawImage(source, 0, 0, size.w, size.h);
  return { canvas, ...size };
}

export function stillOf(video: HTMLVideoElement, edge: number): Still {
  return draw(video, video.videoWidth, video.videoHeight, edge);
}

/** A file of the system camera: turned upright and written anew, so that what its EXIF said stays behind. */
export async function stillOfFile(file: Blob, edge: number): Promise<Still> {
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const still = draw(image, image.width, image.height, edge);
    image.close();
    return still;
  } catch {
    return stillOfImage(file, edge);
  }
}

async function stillOfImage(file: Blob, edge: number): Promise<Still> {
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return draw(image, image.naturalWidth, image.naturalHeight, edge);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The number under the bar is gone for good: the clear picture is never kept. */
export function coverWith(still: Still, bar: Bar): void {
  const pen = still.canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.fillStyle = '#000';
  pen.fillRect(0, Math.round(bar.top * still.h), still.w, Math.round(bar.height * still.h));
}

function blobOf(canvas: HTMLCanvasElement, quality: number): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob.arrayBuffer()) : reject(new Error('no picture'))),
      'image/jpeg',
      quality,
    );
  });
}

export function jpegOf(still: Still): Promise<ArrayBuffer> {
  return blobOf(still.canvas, 0.82);
}

export function thumbOf(still: Still): Promise<ArrayBuffer> {
  return blobOf(draw(still.canvas, still.w, still.h, 240).canvas, 0.6);
}

/** Looks at a small grey copy. Only ever a hint: a dark room is dark. */
export function hintOf(still: Still): Hint {
  const small = draw(still.canvas, still.w, still.h, 320);
  const data = small.canvas.getContext('2d')?.getImageData(0, 0, small.w, small.h).data;
  return data ? judge(greyOf(data), small.w, small.h) : null;
}

export function greyOf(rgba: Uint8ClampedArray): Float32Array {
  const grey = new Float32Array(rgba.length / 4);
  for (let at = 0; at < grey.length; at += 1)
    grey[at] =
      0.299 * (rgba[at * 4] ?? 0) + 0.587 * (rgba[at * 4 + 1] ?? 0) + 0.114 * (rgba[at * 4 + 2] ?? 0);
  return grey;
}

const DARK = 40;
const BLURRED = 18;

/** Mean luma, then the variance of the Laplacian: a sharp picture has edges. */
export function judge(grey: Float32Array, w: number, h: number): Hint {
  let sum = 0;
  for (const value of grey) sum += value;
  if (sum / grey.length < DARK) return 'dark';
  let [n, mean, square] = [0, 0, 0];
  for (let y = 1; y < h - 1; y += 1) {
    for (let x = 1; x < w - 1; x += 1) {
      const at = y * w + x;
      const edge =
        4 * (grey[at] ?? 0) -
        (grey[at - 1] ?? 0) -
        (grey[at + 1] ?? 0) -
        (grey[at - w] ?? 0) -
        (grey[at + w] ?? 0);
      n += 1;
      mean += edge;
      square += edge * edge;
    }
  }
  return n > 0 && square / n - (mean / n) ** 2 < BLURRED ? 'blurred' : null;
}
