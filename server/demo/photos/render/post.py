# mypy: ignore-errors
"""Phone camera: linear render -> lens, exposure, tone curve, sensor noise, sharpening, JPEG."""

import io

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter, map_coordinates, zoom


def develop(lin, out, seed, ev=0.0, wb=(1, 1, 1), iso=1.0, k1=-0.018, contrast=1.0, sat=1.02, lo=190, hi=440):
    rng = np.random.default_rng(seed)
    h, w, _ = lin.shape
    im = np.clip(np.nan_to_num(lin[..., :3]), 0, 60).astype(np.float32)
    # lens: slight barrel distortion, lateral colour, soft corners
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    cx, cy, s = (w - 1) / 2, (h - 1) / 2, np.hypot(w, h) / 2
    dx, dy = (x - cx) / s, (y - cy) / s
    r2 = dx * dx + dy * dy
    fit = 1 / (1 + max(0, -k1))
    chans = []
    for c, ca in enumerate((-0.0006, 0, 0.0006)):
        k = (1 + k1 * r2 + ca * r2) * fit
        chans.append(map_coordinates(im[..., c], (cy + dy * s * k, cx + dx * s * k), order=1, mode="nearest"))
    im = np.stack(chans, -1)
    soft = np.stack([gaussian_filter(im[..., c], 1.3) for c in range(3)], -1)
    m = np.clip((r2 - 0.35) * 0.9, 0, 0.6)[..., None]
    im = im * (1 - m) + soft * m
    # automatic exposure on the middle of the picture, highlights may clip
    lum = im @ np.array([0.25, 0.6, 0.15], np.float32)
    wgt = np.exp(-2.2 * r2)
    key = np.exp((np.log(lum + 1e-3) * wgt).sum() / wgt.sum())
    im *= 0.20 / key * 2**ev
    bloom = np.clip(im - 1.0, 0, 6)
    small = bloom[::8, ::8]
    for sg, a in ((1, 0.05), (4, 0.045), (12, 0.02)):
        im += a * np.stack(
            [zoom(gaussian_filter(small[..., c], sg), (h / small.shape[0], w / small.shape[1]), order=1) for c in range(3)], -1
        )
    im *= np.asarray(wb, np.float32) * (1 - 0.26 * r2**1.3)[..., None]
    # shot and read noise before the tone curve; partly smeared like a phone's own denoiser
    g = rng.normal(size=im.shape).astype(np.float32)
    col = np.stack([gaussian_filter(rng.normal(size=(h, w)).astype(np.float32), 1.6) * 3.5 for _ in range(3)], -1)
    sig = iso * np.sqrt(0.00042 * np.clip(im, 0, 1.2) + 0.00003)
    fine = gaussian_filter(g.mean(-1), 0.55)[..., None] * 1.9
    im = np.clip(im + sig * (0.62 * fine + 0.18 * g + 0.38 * col), 0, None)
    # phone tone mapping: local lift of shadows, shoulder, sRGB, contrast
    lum = np.maximum(im @ np.array([0.25, 0.6, 0.15], np.float32), 1e-4)
    base = np.log(np.clip(lum, 2e-3, 4))[::8, ::8]
    base = zoom(gaussian_filter(base, 6), (h / base.shape[0], w / base.shape[1]), order=1)
    gain = np.exp(-0.2 * np.clip(base - np.log(0.18), -2.2, 2.4))[..., None]
    im = im * gain
    im = im * (1 + im / 2.6**2) / (1 + im * 0.62)
    im = im * 1.25
    g = im @ np.array([0.25, 0.6, 0.15], np.float32)
    im = g[..., None] + (im - g[..., None]) * sat
    im = np.clip(im, 0, 1)
    im = np.where(im < 0.0031308, im * 12.92, 1.055 * im ** (1 / 2.4) - 0.055)
    sc = im * im * (3 - 2 * im)
    im = im + (sc - im) * 0.55 * contrast
    # over-sharpening
    blur = np.stack([gaussian_filter(im[..., c], 1.1) for c in range(3)], -1)
    im = im + 0.55 * (im - blur)
    a = Image.fromarray((np.clip(im, 0, 1) * 255 + rng.uniform(-0.5, 0.5, im.shape) + 0.5).clip(0, 255).astype(np.uint8))
    q = 82
    while True:
        b = io.BytesIO()
        a.save(b, "JPEG", quality=q, subsampling="4:2:0", optimize=True)  # Pillow writes no EXIF here
        kb = b.tell() / 1000
        if kb > hi and q > 70:
            q -= 2
        elif kb < lo and q < 92:
            q += 2
        else:
            break
    open(out, "wb").write(b.getvalue())
    return q, kb
