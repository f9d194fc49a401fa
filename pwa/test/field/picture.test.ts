import { describe, expect, it } from 'vitest';
import { fitted, greyOf, judge } from '@/field/camera/picture';
import { kindOfShot } from '@/field/camera/shots';

const [w, h] = [64, 48];
const grey = (value: (x: number, y: number) => number): Float32Array =>
  Float32Array.from({ length: w * h }, (_, at) => value(at % w, Math.floor(at / w)));

describe('a still', () => {
  it('is scaled to the long edge and never enlarged', () => {
    expect(fitted(4000, 3000, 2048)).toEqual({ w: 2048, h: 1536 });
    expect(fitted(3000, 4000, 2048)).toEqual({ w: 1536, h: 2048 });
    expect(fitted(1280, 720, 2048)).toEqual({ w: 1280, h: 720 });
  });

  it('is called dark by its mean light', () => {
    expect(
      judge(
        grey((x) => (x % 2 ? 10 : 20)),
        w,
        h,
      ),
    ).toBe('dark');
  });

  it('is called blurred where nothing has an edge', () => {
    expect(
      judge(
        grey((x) => 80 + x),
        w,
        h,
      ),
    ).toBe('blurred');
    expect(
      judge(
        grey((x, y) => (((x >> 2) + (y >> 2)) % 2 ? 200 : 60)),
        w,
        h,
      ),
    ).toBeNull();
  });

  it('is weighed as the eye weighs colours', () => {
    const data = new Uint8ClampedArray([255, 0, 0, 255, 0, 255, 0, 255]);
    expect([...greyOf(data)].map(Math.round)).toEqual([76, 150]);
  });

  it('gets a cover bar where a number stands on it', () => {
    expect(kindOfShot('passbook').cover).toBe(true);
    expect(kindOfShot('door').cover).toBe(false);
    expect(kindOfShot('something_new')).toEqual({ ghost: '', cover: false });
  });
});
