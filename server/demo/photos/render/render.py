# mypy: ignore-errors
"""Render demo photographs:  nice -n 10 python render.py [--draft] [--out DIR] room-1 gate-2 ...   (no name: all)

Needs Python 3.11 with bpy 4.5, numpy, scipy, Pillow; see ../LICENCES.md. Then rebuilds index.json in DIR.
"""

import argparse
import glob
import hashlib
import json
import os
import sys
import tempfile
import time
import traceback

import bpy
import numpy as np
from PIL import Image
from scipy.ndimage import zoom

sys.path.insert(0, os.path.dirname(__file__))
import lib  # noqa: E402
import post  # noqa: E402
import scenes  # noqa: E402


def index(out):
    rows = []
    for p in sorted(glob.glob(os.path.join(out, "*.jpg"))):
        w, h = Image.open(p).size
        n = os.path.basename(p)
        rows.append({"file": n, "shot": n.split("-")[0], "w": w, "h": h, "sha256": hashlib.sha256(open(p, "rb").read()).hexdigest()})
    with open(os.path.join(out, "index.json.tmp"), "w") as f:
        json.dump(rows, f, indent=1)
        f.write("\n")
    os.replace(os.path.join(out, "index.json.tmp"), os.path.join(out, "index.json"))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("names", nargs="*")
    ap.add_argument("--out", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    ap.add_argument("--draft", action="store_true")
    ap.add_argument("--samples", type=int, default=4)
    ap.add_argument("--keep", default="", help="keep the linear EXR files in this folder")
    a = ap.parse_args()
    os.makedirs(a.out, exist_ok=True)
    for name in a.names or list(scenes.SHOTS):
        try:
            one(name, a)
        except Exception:  # one broken scene must not stop the queue
            traceback.print_exc()


def one(name, a):
    t = time.time()
    fn, seed, kw, pk = scenes.SHOTS[name]
    lib.reset(seed)
    fn(**kw)
    t1 = time.time()
    exr = os.path.join(a.keep or tempfile.gettempdir(), f"fangcha-{name}.exr")
    lib.render(exr, samples=6 if a.draft else a.samples, scale=40 if a.draft else 70)
    t2 = time.time()
    im = bpy.data.images.load(exr)
    w, h = im.size
    px = np.empty(w * h * 4, np.float32)
    im.pixels.foreach_get(px)
    px = px.reshape(h, w, 4)[::-1]
    if not a.draft:  # rendered at 70 %, developed at full size
        px = np.stack([zoom(px[..., c], 10 / 7, order=1) for c in range(3)], -1)
        h, w = px.shape[:2]
    if not a.keep:
        os.remove(exr)
    q, kb = post.develop(px, os.path.join(a.out, name + ".jpg"), seed, **pk)
    print(f"== {name} {w}x{h} q{q} {kb:.0f} kB; scene {t1 - t:.0f} s, render {t2 - t1:.0f} s, post {time.time() - t2:.0f} s", flush=True)
    if not a.draft:
        index(a.out)


main()
