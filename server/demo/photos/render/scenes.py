# mypy: ignore-errors
"""The photographs. Each scene is a function of its parameters; SHOTS lists the variants."""

import math

import numpy as np
from mathutils import Vector, noise

import prints
from lib import *  # noqa: F401,F403  building blocks
from lib import R
from props import *  # noqa: F401,F403

U = R.uniform


def floor(kind):
    return {
        "concrete": lambda: concrete(),
        "dark": lambda: concrete((0.16, 0.14, 0.115), 0.1, 0.5, 0.85),
        "tile": lambda: brick((0.3, 0.12, 0.08), (0.34, 0.16, 0.1), (0.2, 0.17, 0.14), (0.3, 0.3), 0.008, "xy", 0.5, 0.5, 1, 0.7, 0.05),
        "boards": lambda: wood((0.25, 0.15, 0.08), axis=0),
    }[kind]()


def table_things(x, y, z, w, d, full=1.0):
    """Everyday clutter on a table top."""
    pos = [(u, v) for u in (-0.36, -0.12, 0.12, 0.36) for v in (-0.3, 0.02, 0.32)]
    R.shuffle(pos)
    items = [
        lambda a, b: thermos(a, b, z, R.choice([(0.45, 0.03, 0.03), (0.04, 0.16, 0.36), (0.06, 0.25, 0.12), (0.6, 0.12, 0.2)])),
        lambda a, b: mug(a, b, z),
        lambda a, b: bowl(a, b, z, U(0.065, 0.08), R.choice([None, (0.3, 0.16, 0.06), (0.08, 0.2, 0.04)])),
        lambda a, b: bowl(a, b, z),
        lambda a, b: bottle(
            a, b, z, R.choice([(0.02, 0.1, 0.04), (0.12, 0.04, 0.015), (0.5, 0.5, 0.45)]), U(0.2, 0.28), prints.label(R.randint(1, 9))
        ),
        lambda a, b: fruitbag(a, b, z, R.choice([(0.7, 0.08, 0.08), (0.75, 0.75, 0.72), (0.15, 0.3, 0.6)])),
        lambda a, b: thermos(a, b, z, R.choice([(0.6, 0.55, 0.42), (0.04, 0.16, 0.36), (0.5, 0.2, 0.05)]), 0.85),
        lambda a, b: basin(a, b, z, 0.12),
        lambda a, b: box((0.07, 0.025, 0.1), (a, b, z + 0.05), plain((0.6, 0.1, 0.06), 0.5), (0, 0, U(0, 3)), 0.002),
        lambda a, b: lathe(
            [(0, 0), (0.035, 0), (0.035, 0.1), (0.03, 0.105), (0.03, 0.12), (0, 0.122)], (a, b, z), plain((0.6, 0.45, 0.2), 0.3)
        ),
    ]
    for (u, v), it in zip(pos, items[: int(len(items) * full)]):
        it(x + u * w + U(-0.03, 0.03), y + v * d + U(-0.03, 0.03))
    for _ in range(2):  # chopsticks
        a, p, q = U(0, 3), x + U(-0.2, 0.2) * w, y - 0.38 * d
        tube([(p, q, z + 0.004), (p + 0.24 * math.cos(a * 0.3), q + 0.04 * math.sin(a), z + 0.004)], 0.003, wood((0.4, 0.22, 0.1)), "POLY")


# ------------------------------------------------------------------ rooms
def room(
    W=4.2,
    D=4.0,
    H=2.7,
    wall_col=(0.62, 0.57, 0.48),
    dado=None,
    fl="concrete",
    light="left",
    extras=(),
    tw=0.95,
    tx=0.4,
    cam=(-0.5, 0.2, 1.5),
    look=(0.15, 4, 1.0),
    roll=1.2,
    lens=25,
    peel=0.0,
    crack=0.0,
    stain=0.6,
    ceiling="boards",
    power=70,
    fill=14,
    on=False,
    leak=None,
    sunny=None,
):
    ceiling = concrete((0.5, 0.49, 0.46), 0, 0.6) if ceiling == "slab" else ceiling
    wm = plaster(wall_col, dado, 1.05, stain, peel, crack=crack, stain_at=leak)
    wins = {
        "left": dict(left=(2.3, 0.95, 1.1, 1.15, "win")),
        "back": dict(back=(-0.75, 0.95, 1.2, 1.1, "win")),
        "right": dict(right=(1.9, 0, 0.95, 2.05, "door")),
        "both": dict(left=(2.1, 0.95, 1.0, 1.1, "win"), back=(0.9, 1.0, 0.9, 1.0, "win")),
        "rightwin": dict(right=(2.3, 0.9, 1.2, 1.2, "win"), back=(-1.2, 1.0, 0.9, 1.0, "win")),
    }[light]
    shell(W, D, H, wm, floor(fl), ceiling=ceiling, power=power, fill=fill, view_seed=R.randint(1, 6), **wins)
    world((0.8, 0.9, 1), 0.25)
    if sunny:
        sun(sunny, 22)
    cable_run(W, D, H)
    wd = wood(R.choice(WOODS))
    th = 0.78
    table(tx, D - 1.25, tw * 1.1, tw, th, wd, U(-0.08, 0.08))
    table_things(tx, D - 1.25, th, tw * 1.1, tw)
    bench(tx - 0.1, D - 1.25 - tw / 2 - 0.3, wood(R.choice(WOODS)), U(-0.25, 0.25))
    if "stools" in extras:
        stool(tx + 0.95, D - 1.5, wood(R.choice(WOODS)), rot=U(0, 1))
        pstool(tx - 1.0, D - 1.7, R.choice([(0.6, 0.03, 0.03), (0.05, 0.2, 0.5), (0.1, 0.4, 0.3)]), U(0, 1))
    if "bulb" in extras:
        bulb(tx - 0.3, D - 1.4, H, 0.55, on)
    if "calendar" in extras:
        paper(
            0.42,
            0.6,
            image(prints.calendar(R.randint(1, 99)), 0.55, 0.3),
            (tx + U(-0.4, 0.3), D - 0.004, 1.65),
            curl=0.012,
            tilt=U(-0.03, 0.03),
        )
    if "posters" in extras:
        paper(0.55, 0.4, image(prints.floral(R.randint(1, 9), (236, 226, 210)), 0.5, 0.4), (tx - 1.0, D - 0.004, 1.75), tilt=U(-0.03, 0.03))
    if "news" in extras:
        n = image(prints.newspaper(R.randint(1, 5)), 0.9, 0.8)
        for i in range(4):
            paper(0.52, 0.74, n, (-W / 2 + 0.3 + i * 0.5, D - 0.004 - 0.001 * i, 1.5 + U(-0.05, 0.05)), curl=0.006, tilt=U(-0.04, 0.04))
    if "fu" in extras:
        paper(0.34, 0.34, image(prints.fu(R.randint(1, 9)), 0.6, 0.3), (tx + 0.2, D - 0.004, 2.05), tilt=math.pi / 4)
    if "bucket" in extras:
        bucket(tx - 0.85, D - 2.3, color=R.choice([(0.03, 0.15, 0.4), (0.5, 0.05, 0.05), (0.1, 0.1, 0.1)]))
    if "sacks" in extras:
        for i in range(3):
            sack(W / 2 - 0.35, D - 0.4 - i * 0.42, 0, U(0.27, 0.32), rot=U(-0.6, 0.6))
    if "cabinet" in extras:
        cx = -W / 2 + 0.45
        cw = wood((0.3, 0.12, 0.06), axis=2, paint=R.choice([None, (0.35, 0.08, 0.04), (0.12, 0.22, 0.16)]))
        box((0.8, 0.42, 0.95), (cx, D - 0.23, 0.475), cw, bevel=0.008)
        for s in (-1, 1):
            box((0.37, 0.02, 0.6), (cx + s * 0.19, D - 0.45, 0.42), cw, bevel=0.006)
            lathe([(0, 0.02), (0.012, 0.02), (0.008, 0)], (cx + s * 0.04, D - 0.46, 0.45), steel(), rot=(math.pi / 2, 0, 0))
            box((0.37, 0.02, 0.17), (cx + s * 0.19, D - 0.45, 0.83), cw, bevel=0.006)
        tv(cx, D - 0.25, 0.95, 0.56, U(-0.15, 0.15))
        bottle(cx + 0.33, D - 0.2, 0.95, (0.1, 0.04, 0.01), label=prints.label(3))
    if "basket" in extras:
        basket(W / 2 - 0.5, D - 1.7, 0, 0.2, 0.24)
    if "broom" in extras:
        broom(W / 2 - 0.2, D - 0.2, (-0.04, 0.08))
    if "coats" in extras:
        for i in range(3):
            coat(
                W / 2 - 1.3 + i * 0.38,
                D - 0.02,
                1.85 + U(-0.04, 0.04),
                R.choice([(0.03, 0.04, 0.07), (0.12, 0.13, 0.1), (0.2, 0.05, 0.04), (0.1, 0.12, 0.2)]),
            )
    if "line" in extras:
        tube(sag((-W / 2, D - 0.9, 2.25), (W / 2, D - 0.7, 2.3), 0.08), 0.003, plain((0.4, 0.1, 0.1), 0.6))
        for i, x in enumerate((-1.5, -1.05, 1.3)):
            cloth_hang(x, D - 0.82, 2.2, 0.36, 0.7, image(prints.plaid(R.randint(1, 20)), 0.9, 0.2, 0.3, weave=60), folds=3)
    camera(cam, look, lens, roll, 8)


# ------------------------------------------------------------------ kitchens
def kitchen(
    W=3.8,
    D=3.4,
    H=2.6,
    wall_col=(0.55, 0.5, 0.42),
    fl="concrete",
    tile=None,
    light="left",
    cam=(0.6, 0.1, 1.5),
    look=(-0.2, 3.2, 0.85),
    lens=25,
    roll=1.0,
    stain=0.9,
    vegs=("cabbage", "radish", "onion", "tomato"),
    power=60,
    fill=10,
    on=False,
    mirror=False,
    table_in=True,
    wood_pile=True,
    gasb=False,
):
    wm = plaster(wall_col, None, 1, stain, 0.3, damp=0.6, stain_at=[(-0.5, D, 2.4, 0.8)])
    wins = {
        "left": dict(left=(1.9, 1.0, 0.9, 0.9, "win")),
        "back": dict(back=(0.8, 1.15, 1.1, 0.95, "win")),
        "right": dict(right=(1.6, 0, 0.9, 2.0, "door")),
        "both": dict(right=(1.2, 0, 0.9, 2.0, "door"), back=(0.95, 1.15, 0.8, 0.85, "win")),
    }[light]
    shell(W, D, H, wm, floor(fl), ceiling="boards", power=power, fill=fill, view_seed=R.randint(1, 6), **wins)
    world((0.8, 0.9, 1), 0.2)
    tile = brick(*(tile or ((0.62, 0.61, 0.57), (0.7, 0.69, 0.66), (0.3, 0.28, 0.25), (0.15, 0.15), 0.005, "xz", 0.25, 0.5, 1, 0.35, 0)))
    sx = -W / 2
    n = R.choice([2, 2, 1])
    x1 = sx + (1.9 if n == 2 else 1.3)
    y0 = D - 0.85
    stove(sx + 0.02, x1, y0, D - 0.02, 0.78, tile, [(sx + 0.5, D - 0.45, 0.27, R.random() < 0.4), (sx + 1.3, D - 0.45, 0.3, False)][:n])
    soot = plaster((0.2, 0.18, 0.16), None, 1, 0.9, 0)
    box((0.36, 0.16, H - 0.78), (sx + 0.2, D - 0.08, 0.78 + (H - 0.78) / 2), soot if stain > 0.8 else wm, bevel=0.02)
    shelf(-0.1, D, 1.55, 0.95, 6)
    for i in range(4):  # ladles on nails
        x = (0.5 if light in ("left", "right") else -0.98) + i * 0.11
        tube([(x, D - 0.02, 1.75), (x, D - 0.03, 1.5)], 0.005, steel(0.35), "POLY")
        lathe([(0, -0.03), (0.035, -0.02), (0.045, 0)], (x, D - 0.05, 1.47), steel(0.35), 24, (1.2, 0, 0))
    bx = W / 2 - 0.75 if table_in else 9
    if table_in:
        wd = wood(R.choice(WOODS))
        table(bx, D - 0.6, 1.2, 0.7, 0.76, wd)
        box((0.42, 0.28, 0.035), (bx - 0.25, D - 0.65, 0.78), wood((0.45, 0.32, 0.18), worn=0.7), (0, 0, U(-0.3, 0.3)), 0.006)
        box((0.2, 0.002, 0.09), (bx - 0.2, D - 0.62, 0.806), steel(0.2), (0, 0, 0.6), 0.0)
        box((0.11, 0.024, 0.024), (bx - 0.06, D - 0.53, 0.81), wood((0.2, 0.12, 0.06)), (0, 0, 0.6), 0.008)
        for k, (u, v) in zip(vegs, ((-0.35, -0.05), (0.12, -0.12), (0.32, 0.1), (0.0, 0.15))):
            veg(bx + u, D - 0.6 + v, 0.78, k)
        bowl(bx + 0.45, D - 0.75, 0.76, 0.08)
        basin(bx + 0.4, D - 0.42, 0.76, 0.16, fill=None)
    for q in range(R.randint(3, 5)):
        bowl(sx + 0.86, D - 0.3, 0.78 + q * 0.024, 0.07)
    bottle(sx + 0.95, D - 0.16, 0.78, (0.1, 0.04, 0.01), 0.25, prints.label(2))
    bottle(sx + 1.03, D - 0.13, 0.78, (0.5, 0.45, 0.1), 0.3, prints.label(5))
    thermos(x1 - 0.14, D - 0.16, 0.78, (0.5, 0.05, 0.05), 0.9)
    if wood_pile:
        firewood(x1 + 0.1, D - 0.45, 46, 0.7, 0.5)
    vat(W / 2 - 0.42, D - 1.5, 0.3, 0.6)
    bucket(0.3, D - 1.25, color=R.choice([(0.5, 0.05, 0.04), (0.04, 0.14, 0.35), (0.1, 0.3, 0.15)]), r=0.14)
    basket(-0.35, D - 1.5, 0, 0.19, 0.16)
    for k in ("potato", vegs[0]):
        veg(-0.35 + U(-0.04, 0.04), D - 1.5 + U(-0.03, 0.03), 0.06, k)
    pstool(-1.0, D - 1.6, R.choice([(0.5, 0.04, 0.04), (0.05, 0.3, 0.25), (0.6, 0.4, 0.1)]), U(0, 1))
    if gasb:
        gas(0.1, D - 0.3)
    bulb(0.1, D - 1.1, H, 0.5, on)
    tube([(-W / 2, D - 0.012, 2.2), (0, D - 0.012, 2.15), (W / 2, D - 0.012, 2.25)], 0.004, plain((0.04, 0.04, 0.04)))
    for i in range(3):  # cured meat and corn under the beam
        blob(
            0.07, (0.9 + i * 0.2, D - 0.5, 2.15 + U(-0.03, 0.03)), plain((0.2, 0.07, 0.03), 0.35, 0, 0.3, 0.5), (0.6, 0.3, 1.5), 0.2, sub=3
        )
        tube([(0.9 + i * 0.2, D - 0.5, 2.22), (0.9 + i * 0.2, D - 0.5, 2.5)], 0.002, plain((0.4, 0.35, 0.25)), "POLY")
    camera(cam, look, lens, roll, 8)


# ------------------------------------------------------------------ bedrooms
def bed(
    W=3.6,
    D=3.6,
    H=2.6,
    wall_col=(0.6, 0.56, 0.48),
    dado=None,
    fl="concrete",
    light="left",
    cam=(0.9, 0.0, 1.5),
    look=(-0.25, 3.0, 0.75),
    lens=25,
    roll=-1.0,
    qs=1,
    style="spread",
    posts=1.9,
    news=False,
    net=False,
    stain=0.5,
    power=60,
    fill=12,
    curtain=True,
    peel=0.0,
    ceiling="boards",
    plaidq=False,
    side=-1,
):
    wm = plaster(wall_col, dado, 1.0, stain, peel)
    wins = {
        "left": dict(left=(2.2, 0.95, 1.0, 1.1, "win")),
        "back": dict(back=(0.95, 0.95, 1.1, 1.1, "win")),
        "right": dict(right=(2.0, 0.9, 1.1, 1.15, "win")),
    }[light]
    cur = image(prints.floral(qs + 40, (214, 208, 190), (120, 150, 190), 0.6), 0.9, 0.2, 0.2, weave=80, repeat=(1, 2)) if curtain else None
    ceiling = concrete((0.5, 0.49, 0.46), 0, 0.4) if ceiling == "slab" else ceiling
    shell(W, D, H, wm, floor(fl), ceiling=ceiling, power=power, fill=fill, view_seed=R.randint(1, 6), curtain=cur, **wins)
    world((0.8, 0.9, 1), 0.2)
    x0, x1 = (-W / 2 + 0.06, -W / 2 + 1.4) if side < 0 else (W / 2 - 1.42, W / 2 - 0.1)
    y0, y1, h = D - 2.05, D - 0.1, 0.45
    wd = wood(R.choice(WOODS), axis=0)
    bedframe(x0, x1, y0, y1, h, wd, posts)
    sheetm = image(prints.plaid(qs), 0.95, 0.25, 0.35, repeat=(4, 5), weave=200)
    quilt(x0 + 0.03, x1 - 0.01, y0 + 0.03, y1 - 0.05, h + 0.02, sheetm, 0.05, 0.012, 0.02, 3.0)
    qm = image(prints.plaid(qs + 3) if plaidq else prints.floral(qs), 0.92, 0.15, 0.3, repeat=(2.2, 2.6), weave=220, sheen=0.15)
    if style == "spread":
        quilt(x0 + 0.1, x1 + 0.02, y0 - 0.02, y1 - 0.5, h + 0.07, qm, 0.09, 0.06, 0.22, float(qs))
    else:
        folded((x0 + x1) / 2, y1 - 0.75 if style == "folded" else y0 + 0.5, h + 0.08, x1 - x0 - 0.15, 0.55, 0.26, qm)
        folded(
            (x0 + x1) / 2 + 0.05,
            y1 - 0.75 if style == "folded" else y0 + 0.52,
            h + 0.34,
            x1 - x0 - 0.3,
            0.5,
            0.14,
            image(prints.plaid(qs + 8), 0.95, 0.2, 0.3, repeat=(3, 3), weave=200),
            layers=2,
        )
    pm = image(prints.floral(qs + 7, (190, 160, 150), None, 0.5), 0.9, 0.25, 0.3, repeat=(1, 1), weave=120)
    pillow((x0 + x1) / 2 - 0.25, y1 - 0.25, h + 0.1, pm, rot=U(-0.15, 0.15))
    pillow((x0 + x1) / 2 + 0.35, y1 - 0.28, h + 0.1, image(prints.plaid(qs + 5), 0.9, 0.25, 0.3, weave=120), 0.5, 0.3, U(-0.3, 0.3))
    if news:
        n = image(prints.newspaper(qs), 0.9, 0.7)
        for i in range(7):
            for j in range(2):
                paper(
                    0.54,
                    0.76,
                    n,
                    (-W / 2 + 0.28 + i * 0.52, D - 0.004 - 0.001 * ((i + j) % 3), 0.95 + j * 0.72 + U(-0.03, 0.03)),
                    curl=0.005,
                    tilt=U(-0.03, 0.03),
                )
    if net and posts > 1.5:  # rolled-up mosquito net over the rail
        nm = plain((0.7, 0.72, 0.7), 0.9, 0, 0.08, 0.3)
        for y in (y0, y1):
            cloth_hang((x0 + x1) / 2, y, posts, x1 - x0, 0.22, nm, 0, 16, 0.02)
        cloth_hang(x1, (y0 + y1) / 2, posts, y1 - y0, 0.22, nm, math.pi / 2, 20, 0.02)
        cloth_hang(x1 - 0.02, y1 - 0.12, posts, 0.22, 1.5, nm, math.pi / 2, 4, 0.05)
        cloth_hang(x1 - 0.02, y0 + 0.1, posts, 0.2, 1.5, nm, math.pi / 2, 4, 0.05)
    o = -side  # the free side of the room
    cw = wood((0.26, 0.12, 0.06), axis=2, paint=R.choice([None, (0.4, 0.1, 0.05), (0.14, 0.25, 0.22)]))
    cx = o * (W / 2 - 0.45)
    box((0.75, 0.45, 0.85), (cx, D - 0.25, 0.425), cw, bevel=0.01)
    for s in (-1, 1):
        box((0.33, 0.02, 0.5), (cx + s * 0.18, D - 0.485, 0.35), cw, bevel=0.006)
        box((0.33, 0.02, 0.17), (cx + s * 0.18, D - 0.485, 0.72), cw, bevel=0.006)
        lathe([(0, 0.025), (0.012, 0.02), (0.008, 0)], (cx + s * 0.18, D - 0.49, 0.72), steel(), 16, (math.pi / 2, 0, 0))
    thermos(cx - 0.2, D - 0.25, 0.85, (0.05, 0.2, 0.4))
    mug(cx, D - 0.35, 0.85)
    folded(cx + 0.12, D - 0.2, 0.85, 0.34, 0.28, 0.16, plain((0.12, 0.14, 0.2), 0.9, 0, 0.2, 0.2), 0.2, 4)
    box((0.5, 0.38, 0.34), (cx, D - 0.75 - 0.1, 0.17), plain((0.42, 0.3, 0.18), 0.85, 0, 0.12, 0.4), (0, 0, 0.15), 0.004)
    box((0.5, 0.06, 0.003), (cx, D - 0.85, 0.342), plain((0.55, 0.45, 0.3), 0.3), (0, 0, 0.15), 0)
    for i in range(2):
        coat(
            cx - o * (0.5 + i * 0.36) if light != "back" else 0.08 - i * 0.3,
            D - 0.02,
            1.9,
            R.choice([(0.02, 0.025, 0.04), (0.05, 0.06, 0.05), (0.09, 0.03, 0.03), (0.04, 0.05, 0.1)]),
        )
    for i in range(2):  # slippers
        blob(
            0.1,
            (x1 + 0.3 * (1 if side < 0 else -5.4) + i * 0.12, y0 + 0.2 + U(-0.1, 0.1), 0.025),
            plastic(R.choice([(0.1, 0.2, 0.4), (0.4, 0.1, 0.1)])),
            (0.45, 1.2, 0.25),
            0.05,
            sub=3,
            rot=(0, 0, U(-0.4, 0.4)),
        )
    stool(o * 0.4, y0 - 0.35, wood(R.choice(WOODS)), rot=U(0, 1))
    cloth_hang(o * 0.4, y0 - 0.2, 0.5, 0.3, 0.3, image(prints.plaid(qs + 2), 0.9, 0.2, 0.3, weave=60), 0, 3)
    bulb(0.2, D - 1.5, H, 0.45)
    paper(0.38, 0.54, image(prints.calendar(qs + 20), 0.55, 0.3), (side * 0.55, D - 0.006, 1.75), tilt=U(-0.04, 0.04))
    cable_run(W, D, H)
    camera(cam, look, lens, roll, 7)


# ------------------------------------------------------------------ passbook
def passbook(
    seed=1,
    hue=(30, 110, 80),
    top="wood",
    rot=0.15,
    cam=(0.04, -0.19, 0.25),
    look=(0.0, 0.005, 0),
    roll=3,
    things=("glasses", "pen"),
    light=(-1.2, 0.5, 0.9),
    warm=(1, 0.93, 0.84),
    power=16,
    closed=False,
    portrait=False,
    lens=27,
):
    world((0.75, 0.85, 1), 0.25)
    if top == "wood":
        m = wood((0.3, 0.17, 0.08), axis=0, rough=0.4, grain=2.6, worn=0.6)
        for i in range(7):
            box((1.8, 0.158, 0.03), (U(-0.1, 0.1), -0.5 + i * 0.16, -0.016), m, (0, 0, 0), 0.003)
    elif top == "cloth":  # oilcloth
        t = image(prints.floral(seed + 60, (208, 196, 170), (150, 60, 60), 0.45), 0.25, 0.25, 0.15, repeat=(4, 4))
        sheet(lambda u, v: ((u - 0.5) * 1.8, (v - 0.5) * 1.8, 0.002 * noise.fractal((u * 14, v * 14, seed), 1, 2, 4)), 90, 90, t)
    elif top == "quilt":
        t = image(prints.floral(seed + 3), 0.95, 0.1, 0.3, repeat=(3, 3), weave=300, sheen=0.2)
        sheet(lambda u, v: ((u - 0.5) * 1.6, (v - 0.5) * 1.6, -0.02 + 0.03 * noise.fractal((u * 5, v * 5, seed), 1, 2, 5)), 160, 160, t)
    else:
        box((1.8, 1.8, 0.03), (0, 0, -0.016), concrete((0.4, 0.38, 0.35), 0.1, 0.3), bevel=0)
    c, s = math.cos(rot), math.sin(rot)
    pw, ph = 0.142, 0.19  # opened: two pages, one above the other
    pg = image(prints.passbook(seed, hue), 0.6, 0.3, 0.08)
    cv = image(prints.cover(seed, hue), 0.45, 0.3, 0.2)
    lift = 0.006 if top == "quilt" else 0

    def page(u, v, k=1.0, z0=0.0015):
        b = abs(v - 0.5) * 2  # 0 at the fold
        z = (
            z0
            + lift
            + 0.011 * k * math.sin(min(1, b * 1.15) * math.pi) * (1 if v > 0.5 else 0.55)
            + 0.004 * k * max(0, b - 0.75) * 4 * (u if v > 0.5 else 1 - u)
        )
        z += 0.0012 * noise.noise((u * 3, v * 3, seed)) - 0.001 * (1 - b) ** 4
        x, y = (u - 0.5) * pw, (v - 0.5) * ph * (1 - 0.02 * k)
        return (x * c - y * s, x * s + y * c, max(z, 0.0008))

    for i in range(5):  # leaves under the open one
        sheet(
            lambda u, v, i=i: tuple(
                a + b for a, b in zip(page(u, v, 0.25 + 0.13 * i, 0.001 + i * 0.0004), (0.0006 * (5 - i), -0.0004 * (5 - i), 0))
            ),
            24,
            40,
            plain((0.7, 0.7, 0.63), 0.8, 0, 0.05, 0.1),
        )
    sheet(lambda u, v: page(u, v, 1, 0.0034), 40, 80, pg)
    sheet(lambda u, v: tuple(q * 1.025 if j < 2 else q for j, q in enumerate(page(u, v, 0.2, 0.0005))), 20, 40, cv)
    if closed:
        box((0.15, 0.1, 0.005), (0.13, 0.1, 0.004 + lift), cv, (0, 0, rot - 0.5), 0.001)
    if "glasses" in things:
        fm = plain((0.05, 0.03, 0.02), 0.25)
        gx, gy = -0.1, 0.1
        for k in (-1, 1):
            tube(
                [
                    (gx + k * 0.032 + 0.026 * math.cos(a), gy + 0.004 * k, 0.026 + 0.02 * math.sin(a))
                    for a in np.linspace(0, 2 * math.pi, 17)
                ],
                0.0018,
                fm,
            )
            tube([(gx + k * 0.06, gy, 0.035), (gx + k * 0.063, gy + 0.1, 0.03), (gx + k * 0.055, gy + 0.14, 0.006)], 0.0017, fm)
        tube([(gx - 0.007, gy, 0.03), (gx, gy - 0.002, 0.034), (gx + 0.007, gy, 0.03)], 0.0017, fm)
    if "pen" in things:
        px, py, a = 0.115, -0.03, 1.25
        p0, p1 = Vector((px, py, 0.006 + lift)), Vector((px + 0.14 * math.cos(a), py + 0.14 * math.sin(a), 0.006 + lift))
        tube([p0.lerp(p1, 0.08), p1], 0.0048, plastic((0.02, 0.04, 0.18), 0.2), "POLY")
        tube([p0, p0.lerp(p1, 0.1)], 0.0022, steel(0.2), "POLY")
        tube([p0.lerp(p1, 0.62), p0.lerp(p1, 0.98)], 0.0056, plastic((0.02, 0.04, 0.18), 0.2), "POLY")
    if "mug" in things:
        mug(-0.17, 0.13, 0)
    if "sleeve" in things:
        sheet(
            lambda u, v: ((u - 0.5) * 0.17 + 0.12, (v - 0.5) * 0.11 + 0.1, 0.003 + 0.004 * noise.noise((u * 3, v * 3, 1))),
            20,
            20,
            plain((0.5, 0.07, 0.06), 0.3, 0, 0.1, 0.2),
            rot=(0, 0, 0.3),
        )
    if "bowl" in things:
        bowl(0.2, 0.2, 0, 0.07, (0.35, 0.2, 0.08))
    if "paper" in things:
        paper(
            0.21,
            0.297,
            image(prints.notice(seed + 30, "告　知　书", (242, 241, 236), False), 0.8, 0.1),
            (-0.16, 0.06, 0.0),
            (0, 0, 0.35),
            curl=0.004,
        )
    area(light, (0, 0, 0), (0.9, 1.0), power, (0.9, 0.96, 1))
    area((0.9, -1.3, 1.4), (0, 0, 0), (1.5, 1.2), power * 0.22, warm)
    # the photographer's own soft shadow at the near edge
    sh = blob(0.16, (cam[0] + 0.12, cam[1] - 0.1, 0.62), plain((0.05, 0.05, 0.05)), (1.3, 1, 1), 0, sub=3)
    sh.visible_camera = False
    camera(cam, look, lens, roll, 5, portrait=portrait)


# ------------------------------------------------------------------ badge
def badge(
    seed=1,
    where="door",
    hue=(20, 92, 120),
    strap=(0.02, 0.06, 0.3),
    rot=0.1,
    cam=(0.06, -0.3, 1.33),
    look=(0.03, 0, 1.315),
    roll=2,
    sun_dir=None,
    portrait=True,
    col=(0.28, 0.16, 0.08),
    paint=None,
    power=26,
    lens=27,
):
    world((0.8, 0.88, 1), 0.5)
    bm = image(prints.badge(seed, hue), 0.35, 0.05, 0.02)
    st = plain(strap, 0.7, 0, 0.1, 0.1)
    W, H = 0.062, 0.091
    if where == "door":  # hung on the ring of a plank door
        wd = wood(col, axis=2, paint=paint, worn=0.6, grain=2.6)
        box((1.8, 0.02, 2.6), (0, 0.05, 1.3), plain((0.02, 0.015, 0.01), 0.9), bevel=0)
        for i in range(9):
            box((0.17, 0.03, 2.4), (-0.63 + i * 0.176 + U(-0.001, 0.001), 0.02 + U(-0.002, 0.002), 1.3), wd, bevel=0.004)
        for z in (1.02, 1.62):
            box((1.6, 0.03, 0.1), (0, 0.0, z), wood(col, axis=0, paint=paint), bevel=0.006)
        rm = metal_paint((0.06, 0.05, 0.05), 0.8)
        lathe([(0, 0.02), (0.022, 0.012), (0.034, 0)], (0.02, -0.0, 1.5), rm, 32, (math.pi / 2, 0, 0))
        tube([(0.02 + 0.045 * math.cos(a), -0.028, 1.465 + 0.045 * math.sin(a)) for a in np.linspace(0, 6.283, 25)], 0.006, rm)
        paper(0.3, 0.3, image(prints.fu(seed), 0.6, 0.35), (0.32, 0.003, 1.42), tilt=math.pi / 4)
        x, y, z = 0.02, -0.03, 1.3
        for s in (-1, 1):
            tube([(x + s * 0.02, -0.034, 1.44), (x + s * 0.016, -0.034, 1.4), (x + s * 0.004, -0.032, z + 0.065)], 0.0028, st)
        for s in (-1, 1):
            tube(
                [
                    (x + s * 0.02, -0.036, 1.45),
                    (x + s * 0.04, -0.03, 1.36),
                    (x + s * 0.075, -0.024, 1.24),
                    (x + s * 0.062, -0.022, 1.18),
                    (x + s * 0.035, -0.02, 1.152),
                    (x, -0.02, 1.145),
                ],
                0.0028,
                st,
            )
        tf = dict(loc=(x, y, z), rot=(math.pi / 2 + 0.05, 0, U(-0.06, 0.06)))
        area((-1.6, -1.4, 2.4), (0, 0, 1.3), (1.4, 1.6), power, (0.92, 0.96, 1))
        area((1.5, -1.6, 1.0), (0, 0, 1.3), (1.0, 1.6), power * 0.2, (1, 0.95, 0.88))
    else:
        m = (
            wood(col, axis=0, rough=0.4, worn=0.6, grain=2.6)
            if where == "wood"
            else image(prints.floral(seed + 60, (196, 200, 190), (70, 110, 150), 0.45), 0.25, 0.25, 0.12, repeat=(4, 4))
        )
        if where == "wood":
            for i in range(7):
                box((1.8, 0.158, 0.03), (U(-0.1, 0.1), -0.5 + i * 0.16, -0.016), m, bevel=0.003)
        else:
            sheet(lambda u, v: ((u - 0.5) * 1.8, (v - 0.5) * 1.8, 0.002 * noise.fractal((u * 14, v * 14, seed), 1, 2, 4)), 80, 80, m)
        for s in (-1, 1):
            tube(
                [
                    (s * 0.004 + 0.015, 0.055, 0.006),
                    (s * 0.02 + 0.03, 0.1, 0.004),
                    (s * 0.07 + 0.05, 0.15, 0.004),
                    (s * 0.1 + 0.1, 0.1, 0.005),
                    (0.17 + s * 0.03, 0.0 + s * 0.02, 0.006),
                    (0.15, -0.09 + s * 0.03, 0.005),
                ],
                0.003,
                st,
            )
        mug(-0.13, 0.14, 0)
        paper(
            0.21,
            0.297,
            image(prints.notice(seed + 30, "入户核查记录", (243, 242, 238), True), 0.8, 0.1),
            (-0.13, -0.03, 0),
            (0, 0, 0.4),
            curl=0.004,
        )
        p0, p1 = Vector((-0.1, -0.1, 0.012)), Vector((-0.04, 0.02, 0.012))
        tube([p0, p1], 0.0048, plastic((0.02, 0.02, 0.02), 0.2), "POLY")
        tf = dict(loc=(0.015, 0, 0.006), rot=(0.02, 0.03, rot))
        area((-1.1, 0.7, 0.9), (0, 0, 0), (0.9, 1.0), power * 0.6, (0.9, 0.96, 1))
        area((0.9, -1.2, 1.3), (0, 0, 0), (1.4, 1.2), power * 0.14, (1, 0.93, 0.84))
    sheet(lambda u, v: ((u - 0.5) * W, (v - 0.5) * H, 0.0012 * math.sin(u * 3)), 8, 8, bm, **tf)
    # soft plastic pocket and clip
    pm = M()
    mx = pm.n("MixShader", _0=0.07, _1=pm.n("BsdfTransparent").outputs[0], _2=pm.n("BsdfGlossy", Roughness=0.12).outputs[0])
    pm.t.links.new(mx.outputs[0], pm.t.nodes["Material Output"].inputs[0])
    pl = pm.mat
    sheet(lambda u, v: ((u - 0.5) * W * 1.14, (v - 0.5) * H * 1.12, 0.0035 + 0.0012 * noise.noise((u * 3, v * 4, seed))), 30, 30, pl, **tf)
    edge = [
        (-W * 0.57, -H * 0.56, 0.002),
        (W * 0.57, -H * 0.56, 0.002),
        (W * 0.57, H * 0.62, 0.002),
        (-W * 0.57, H * 0.62, 0.002),
        (-W * 0.57, -H * 0.56, 0.002),
    ]
    e = tube(edge, 0.0016, plain(hue and tuple((c / 255) ** 2.2 for c in hue), 0.4), "POLY")
    e.location, e.rotation_euler = tf["loc"], tf["rot"]
    k = tube([(0, H * 0.6, 0.003), (0, H * 0.72, 0.004)], 0.005, steel(0.2), "POLY")
    k.location, k.rotation_euler = tf["loc"], tf["rot"]
    camera(cam, look, lens, roll, 5, portrait=portrait)


# ------------------------------------------------------------------ roof and walls
def roof(
    kind="tiles",
    cam=(0.3, 0.3, 1.4),
    look=(-0.1, 3, 2.9),
    lens=25,
    roll=3,
    gaps=0.03,
    wall_col=(0.5, 0.44, 0.34),
    power=40,
    fill=8,
    sky=3.0,
    portrait=False,
    hole=(0.3, 1.6, 0.3),
):
    """Looking up: tiled roof from inside, or a stained concrete ceiling."""
    W, D = 4.2, 4.0
    if kind == "tiles":
        wm = plaster(wall_col, None, 1, 0.9, 0.3, stain_at=[(0.4, D, 2.5, 0.9), (-1.4, D, 2.6, 0.5)])
        world((0.85, 0.92, 1), sky)
        wall((W / 2, D), (-W / 2, D), 2.75, wm, [(0.8, 1.6, 1.1, 1.9)])
        wall((-W / 2, D), (-W / 2, -1.2), 4.6, wm)
        wall((W / 2, -1.2), (W / 2, D), 4.6, wm)
        wall((-W / 2, -1.2), (W / 2, -1.2), 4.6, wm)
        box((W + 0.6, D + 2, 0.1), (0, D / 2 - 0.4, -0.05), concrete(), bevel=0)
        sl = math.radians(24)
        logm = [wood(q, axis=0, worn=0.3) for q in ((0.2, 0.12, 0.07), (0.15, 0.09, 0.05), (0.26, 0.17, 0.1))]
        ca, sa = math.cos(sl), math.sin(sl)
        for i, y in enumerate((D - 0.15, D - 1.2, D - 2.3, D - 3.4)):  # purlins
            z = 2.8 + (D - y) * math.tan(sl) - 0.1
            pts = [(x, y + U(-0.015, 0.015), z + U(-0.015, 0.015)) for x in np.linspace(-W / 2 - 0.1, W / 2 + 0.1, 7)]
            tube(pts, U(0.065, 0.09), logm[i % 3])
        rm = wood((0.25, 0.16, 0.09), axis=0, worn=0.3)
        n = 21
        for i in range(n):  # rafters
            x = -W / 2 + W * (i + 0.5) / n
            L = 5.2
            box(
                (L, 0.085, 0.022),
                (x + U(-0.01, 0.01), D - L / 2 * ca + 0.3, 2.8 + L / 2 * sa - 0.3 * math.tan(sl) + U(0, 0.006)),
                rm,
                bevel=0.002,
            ).rotation_euler = Vector((0, -ca, sa)).to_track_quat("X", "Z").to_euler()
        tm = plain((0.085, 0.08, 0.078), 0.85, 0, 0.35, 0.5)
        # tiles run up towards the camera: build towards +y, turn round
        before = set(bpy.data.objects)
        tiles(-W / 2, W / 2, 0, 0, sl, 38, tm, 0.2, gaps)
        em = bpy.data.objects.new("turn", None)
        bpy.context.collection.objects.link(em)
        for o in set(bpy.data.objects) - before - {em}:
            o.parent = em
            if o.location.length < 20:
                h = hole
                if (o.location.x + h[0]) ** 2 + (o.location.y - h[1]) ** 2 < h[2] ** 2 and R.random() < 0.75:
                    o.hide_render = True
        em.rotation_euler = (0, 0, math.pi)
        em.location = (0, D + 0.35, 2.74)
        area((W / 2 - 1.2, D + 0.3, 1.5), (0, 1, 1.5), (0.8, 0.8), power * 0.8, (0.88, 0.95, 1))
        area((-0.5, -0.9, 1.2), (0, 3, 3), (2, 1.6), fill * 3, (1, 0.95, 0.88))
        bulb(0.7, 2.3, 3.35, 0.5)
        tube(sag((-W / 2, 2.9, 3.1), (W / 2, 2.6, 3.2), 0.1), 0.006, plain((0.03, 0.03, 0.03)))
        tube(sag((-0.6, 2.9, 3.05), (0.7, 2.3, 3.35), 0.05), 0.004, plain((0.6, 0.58, 0.5)))
        for x in (-1.2, -0.9, 1.3):  # baskets hung from the purlin
            tube([(x, 2.75, 3.2), (x, 2.75, 2.75)], 0.004, plain((0.35, 0.3, 0.2)), "POLY")
        basket(1.3, 2.75, 2.5, 0.15, 0.15)
        basket(-1.05, 2.75, 2.48, 0.17, 0.14)
        window((W / 2 - 1.2, D + 0.1, 1.5), 0.8, 0.8, "y", rm, 4, view=prints.view(3))
        # tarpaulin tied under the leak
        sheet(
            lambda u, v: (
                -1.8 + u * 1.0 + 0.05 * noise.noise((v * 3, u, 2)),
                2.2 + v * 0.9,
                3.0
                + (1 - v) * 0.42
                - 0.2 * math.sin(u * 3.14) * math.sin(v * 3.14)
                + 0.05 * noise.fractal((u * 5, v * 5, 1), 1, 2, 4)
                + 0.03 * abs(noise.noise((u * 7 + v * 5, v * 3, 5))),
            ),
            90,
            90,
            image(prints.plaid(31, (120, 150, 190), (200, 205, 210)), 0.45, 0.4, 0.3, repeat=(1, 2)),
        )
    else:
        H = 2.75
        wm = plaster(wall_col, None, 1, 0.8, 0.28 if kind == "slab" else 0.4, crack=1, stain_at=[(-0.9, D, 2.7, 0.9)])
        cm = plaster(
            (0.62, 0.6, 0.55),
            None,
            1,
            0.2,
            0.36,
            (0.34, 0.32, 0.29),
            damp=0,
            crack=1.2,
            stain_at=[(-0.5, 2.9, H, 1.0), (0.9, 2.0, H, 0.55), (-1.6, 3.6, H, 0.5)],
        )
        shell(W, D, H, wm, concrete(), ceiling=cm, power=power, fill=fill, left=(2.4, 0.95, 1.1, 1.2, "win"))
        world((0.8, 0.9, 1), 0.3)
        tube([(-0.2, 2.2, H - 0.012), (1.0, 2.15, H - 0.012), (W / 2, 2.3, H - 0.012)], 0.005, plain((0.6, 0.58, 0.52)))
        box((0.09, 0.09, 0.03), (-0.2, 2.2, H - 0.015), plastic((0.7, 0.68, 0.62)), bevel=0.006)
        bulb(-0.2, 2.2, H, 0.25, False)
        box((0.9, 0.05, 0.06), (1.0, D - 0.03, 2.45), plastic((0.75, 0.74, 0.7)), bevel=0.005)
        tube([(0.6, D - 0.075, 2.45), (1.4, D - 0.075, 2.45)], 0.014, plain((0.8, 0.8, 0.78), 0.2), "POLY")
        tube([(1.0, D - 0.02, 2.45), (1.05, D - 0.02, 2.7)], 0.004, plain((0.05, 0.05, 0.05)))
        paper(0.45, 0.62, image(prints.calendar(7), 0.55, 0.4), (0.0, D - 0.004, 1.8), tilt=0.03)
        tube(sag((-W / 2, 3.2, 2.3), (W / 2, 3.0, 2.35), 0.1), 0.003, plain((0.1, 0.2, 0.5)))
        cloth_hang(0.9, 3.1, 2.23, 0.4, 0.8, image(prints.plaid(9), 0.9, 0.2, 0.3, weave=60), folds=3)
    camera(cam, look, lens, roll, 8, portrait=portrait)


def crackwall(
    style="plaster",
    cam=(0.1, 0.9, 1.5),
    look=(0.15, 3, 1.6),
    lens=26,
    roll=-2,
    portrait=False,
    power=60,
    wall_col=(0.6, 0.56, 0.48),
    paths=((0.2, 2.6, -1.75, 2.2, 0.03),),
):
    """Cracked wall next to a window, seen from close by."""
    W, D, H = 4.0, 3.0, 2.7
    if style == "earth":
        wm = earth((0.46, 0.33, 0.2))
    elif style == "brick":
        wm = brick(grime=0.7, white=0.8)
    else:
        wm = plaster(wall_col, None, 1, 0.9, 0.36, (0.42, 0.32, 0.22), crack=0.8, stain_at=[(0.5, D, 2.4, 0.8)])
    shell(
        W,
        D,
        H,
        wm,
        floor("concrete"),
        ceiling="boards",
        power=power,
        fill=9,
        back=(-0.95, 0.95, 1.0, 1.1, "win"),
        left=(1.6, 0.9, 0.9, 1.1, "win"),
        right=(0.8, 0, 0.95, 2, "door"),
    )
    world((0.8, 0.9, 1), 0.25)
    for x, z, a, L, w in paths:
        crackline(x, z, D - 0.002, L, a, w)
    for i in range(14):  # fallen plaster
        x = U(-0.3, 1.2)
        blob(U(0.015, 0.05), (x, D - U(0.05, 0.35), 0.015), plain((0.45, 0.4, 0.33), 0.95), (1.2, 1, 0.5), 0.4, sub=2)
    wd = wood(R.choice(WOODS))
    stool(1.25, D - 0.45, wd, 0.45, 0.34, 0.2)
    basin(1.25, D - 0.45, 0.45, 0.17, fill=(0.1, 0.12, 0.11))
    bucket(0.75, D - 0.4, color=(0.45, 0.05, 0.04), r=0.14)
    sack(-1.6, D - 0.5, 0, 0.28)
    broom(1.75, D - 0.2, (-0.05, 0.1))
    coat(1.2, D - 0.02, 1.9, (0.03, 0.04, 0.07))
    cable_run(W, D, H)
    camera(cam, look, lens, roll, 8, portrait=portrait)


# ------------------------------------------------------------------ notice board
def notice(
    style="frame",
    seed=1,
    cam=(0.5, -2.9, 1.55),
    look=(0.05, 0, 1.35),
    roll=-1.2,
    n=9,
    lens=26,
    sun_dir=None,
    head="村务公开栏",
    wall_kind="plaster",
):
    world((0.78, 0.87, 1), 1.0, (0.2, 0.2, 0.17))
    wm = {
        "plaster": lambda: plaster((0.62, 0.6, 0.55), (0.35, 0.34, 0.32), 0.7, 0.7, 0.2),
        "brick": lambda: brick(grime=0.6),
        "tile": lambda: brick((0.6, 0.6, 0.58), (0.66, 0.65, 0.62), (0.4, 0.39, 0.36), (0.1, 0.1), 0.004, "xz", 0.3, 0.5, 1, 0.4, 0),
    }[wall_kind]()
    wall((3.5, 0), (-3.5, 0), 3.1, wm)
    box((9, 6, 0.1), (0, -2.5, -0.05), concrete((0.34, 0.33, 0.3), 0.1), bevel=0)
    Wb, Hb, zc = 2.9, 1.35, 1.55
    if style == "frame":  # aluminium case with a title strip
        box((Wb, 0.03, Hb), (0, -0.05, zc), plain((0.06, 0.2, 0.12) if seed % 2 else (0.5, 0.48, 0.42), 0.8, 0, 0.15, 0.4), bevel=0)
        st = steel(0.3)
        for z in (zc - Hb / 2, zc + Hb / 2):
            box((Wb + 0.1, 0.1, 0.06), (0, -0.06, z), st, bevel=0.008)
        for x in (-Wb / 2, 0, Wb / 2):
            box((0.05, 0.1, Hb), (x, -0.06, zc), st, bevel=0.008)
        box((Wb + 0.1, 0.05, 0.3), (0, -0.05, zc + Hb / 2 + 0.18), plain((0.45, 0.03, 0.02), 0.4, 0, 0.1, 0.3), bevel=0.006)
        b = image(prints.banner(head, seed), 0.5, 0.2)
        sheet(lambda u, v: ((u - 0.5) * 1.3, 0, (v - 0.5) * 0.27), 2, 2, b, (0, -0.0775, zc + Hb / 2 + 0.18))
        box((Wb + 0.5, 0.55, 0.04), (0, -0.22, zc + Hb / 2 + 0.42), metal_paint((0.1, 0.16, 0.3), 0.5), (0.12, 0, 0), 0.005)
    else:  # painted wall with a cement border and a blackboard
        box((Wb, 0.03, Hb), (0, -0.012, zc), plain((0.02, 0.03, 0.028), 0.75, 0, 0.3, 0.5), bevel=0)
        cm = wood((0.3, 0.1, 0.05), axis=0, paint=(0.4, 0.06, 0.04))
        for z in (zc - Hb / 2, zc + Hb / 2):
            box((Wb + 0.12, 0.05, 0.07), (0, -0.03, z), cm, bevel=0.004)
        for x in (-Wb / 2, Wb / 2):
            box((0.07, 0.05, Hb), (x, -0.03, zc), LEG(cm), bevel=0.004)
        sheet(
            lambda u, v: ((u - 0.5) * 1.1, 0, (v - 0.5) * 0.2),
            2,
            2,
            image(prints.banner(head, seed), 0.6, 0.4),
            (-0.5, -0.07, zc + Hb / 2 + 0.16),
        )
    k, x = 0, -Wb / 2 + 0.1
    while x < Wb / 2 - 0.25 and k < n * 2:
        w = R.choice([0.21, 0.21, 0.297, 0.25])
        h = w * 1.414 if w < 0.29 else 0.21
        if not (abs(x + w / 2) < w / 2 + 0.04 and style == "frame"):
            for z in (zc + 0.28, zc - 0.2) if h > 0.25 else (zc + 0.4, zc + 0.12, zc - 0.25):
                if R.random() < 0.93:
                    paper(
                        w * 1.25,
                        h * 1.25,
                        image(prints.notice(seed * 50 + k, table=k % 3 == 0), 0.85, 0.35),
                        (x + w * 0.62, -0.071 if style == "frame" else -0.03, z + U(-0.03, 0.03)),
                        curl=0.014,
                        tilt=U(-0.05, 0.05),
                    )
                    k += 1
        x += w * 1.25 + U(0.02, 0.07)
    paper(
        0.5,
        0.36,
        image(prints.notice(seed + 900, "通　　知", (236, 200, 190), False), 0.85, 0.5),
        (Wb / 2 + 0.55, -0.004, 1.3),
        curl=0.02,
        tilt=0.06,
    )
    paper(0.25, 0.35, image(prints.notice(seed + 901), 0.85, 0.6), (-Wb / 2 - 0.45, -0.004, 1.5), curl=0.03, tilt=-0.08)
    meter(Wb / 2 + 1.1, 0, 1.9)
    for _ in range(16):
        grass(U(-3, 3), U(-0.12, -0.04), 26, 0.06, 0.16)
    pot = plain((0.3, 0.12, 0.07), 0.8, 0, 0.2, 0.5)
    for x in (-1.9, 1.75):
        lathe([(0, 0), (0.12, 0), (0.17, 0.25), (0.185, 0.25), (0.185, 0.29), (0.16, 0.29), (0.155, 0.24), (0, 0.24)], (x, -0.35, 0), pot)
        leaves(x, -0.35, 0.5, 0.26, 260, (0.08, 0.2, 0.04), 0.1)
    bench(0.2, -0.55, wood(R.choice(WOODS)), 0.06, 1.4)
    if sun_dir:
        sun(sun_dir, 4)
        for i in range(3):  # tree shade on the wall
            leaves(-2.2 + i * 1.4, -3.6, 4.6 + U(-0.4, 0.4), 0.9, 300, (0.06, 0.15, 0.03), 0.16)
    camera(cam, look, lens, roll, 8)


# ------------------------------------------------------------------ house front
def gate(
    style="earth",
    door="wood",
    seed=1,
    cam=(0.7, -4.2, 1.5),
    look=(0.05, 0, 1.45),
    roll=1,
    lens=26,
    sun_dir=None,
    eave=True,
    col=(0.28, 0.15, 0.07),
    paint=None,
    clutter=("wood", "bench"),
    text=("春风入喜财入户", "岁月更新福满门", "万象更新"),
    ground="concrete",
    plate_x=1,
    win=True,
    sky=1.0,
):
    world((0.8, 0.88, 1), sky, (0.25, 0.24, 0.2))
    wm = {
        "earth": lambda: earth(),
        "brick": lambda: brick(white=0.35),
        "tile": lambda: brick((0.58, 0.56, 0.52), (0.66, 0.64, 0.6), (0.36, 0.34, 0.31), (0.06, 0.2), 0.004, "xz", 0.3, 0.5, 1, 0.35, 0.1),
        "plaster": lambda: plaster((0.66, 0.64, 0.58), (0.36, 0.35, 0.33), 0.6, 0.8, 0.36, (0.4, 0.28, 0.17)),
        "wood": lambda: earth((0.4, 0.3, 0.2)),
    }[style]()
    dw, dh = 1.3, 2.15
    holes = [(3.6 - dw / 2, 3.6 + dw / 2, 0, dh)]
    if win:
        holes.append((3.6 + 1.35, 3.6 + 2.25, 1.1, 2.05))  # at x = -1.8
    if style == "wood":  # plank wall on a stone base
        pm = wood((0.3, 0.18, 0.09), axis=2, worn=0.5)
        x = -3.6
        while x < 3.6:
            w = U(0.16, 0.24)
            if not (-dw / 2 - 0.1 < x + w / 2 < dw / 2 + 0.1) and not (win and -2.3 < x + w / 2 < -1.3):
                box((w - 0.004, 0.03, 2.9), (x + w / 2, 0.02 + U(-0.004, 0.004), 1.75), pm, bevel=0.003)
            elif win and -2.3 < x + w / 2 < -1.3:
                box((w - 0.004, 0.03, 0.75), (x + w / 2, 0.02, 0.68), pm, bevel=0.003)
                box((w - 0.004, 0.03, 1.1), (x + w / 2, 0.02, 2.65), pm, bevel=0.003)
            else:
                box((w - 0.004, 0.03, 0.85), (x + w / 2, 0.02, 2.75), pm, bevel=0.003)
            x += w
        for x in (-3.5, -2.35, -1.0, 1.0, 2.4, 3.5):
            box((0.16, 0.16, 3.1), (x, 0.0, 1.7), LEG(wood((0.22, 0.13, 0.07), axis=0)), bevel=0.012, wob=0.004)
        box((7.4, 0.14, 0.2), (0, 0, 2.35), wood((0.24, 0.14, 0.07), axis=0), bevel=0.01)
        for s in (-1, 1):  # filling beside the frame, and what is behind the cracks
            box((0.4, 0.03, 2.3), (s * (dw / 2 + 0.19), 0.02, 1.2), pm, bevel=0.003)
        box((1.3, 0.03, 0.16), (0, 0.03, 2.2), wood((0.24, 0.14, 0.07), axis=0), bevel=0.003)
        box((7.4, 0.02, 1.0), (0, 0.09, 2.8), plain((0.03, 0.022, 0.016), 0.9), bevel=0)
        stone = [plain((0.3, 0.29, 0.27), 0.9, 0, 0.25, 0.6), plain((0.24, 0.23, 0.2), 0.9, 0, 0.25, 0.6)]
        for j in range(2):
            x = -3.7
            while x < 3.7:
                w = U(0.25, 0.5)
                if abs(x + w / 2) > dw / 2 + 0.05:
                    blob(0.5, (x + w / 2, 0.02, 0.08 + j * 0.16), R.choice(stone), (w * 1.08, 0.34, 0.19), 0.12, 2.2)
                x += w
    else:
        wall((3.6, 0), (-3.6, 0), 3.2, wm, holes)
    ww = wood(col, axis=0, paint=paint)
    if win:
        window((-1.8, 0.08, 1.575), 0.9, 0.95, "y", ww, 6, sign=-1, lights=2)
        box((1.3, 0.02, 1.2), (-1.8, 0.3, 1.6), plain((0.012, 0.014, 0.015), 0.2), bevel=0)
    # frame, leaves, threshold
    fr = wood(tuple(q * 0.8 for q in col), axis=0, paint=paint)
    for s in (-1, 1):
        box((0.12, 0.2, dh - 0.12), (s * (dw / 2 - 0.06), 0.06, dh / 2 - 0.06), LEG(fr), bevel=0.008)
    box((dw, 0.2, 0.12), (0, 0.06, dh - 0.06), fr, bevel=0.008)
    box(
        (dw + 0.5, 0.35, 0.14),
        (0, -0.05, 0.07),
        concrete((0.36, 0.35, 0.32), 0, 0, 0.9) if style != "wood" else plain((0.3, 0.29, 0.27), 0.9, 0, 0.2, 0.5),
        bevel=0.02,
    )
    box((dw + 1.0, 0.5, 0.07), (0, -0.38, 0.035), concrete((0.33, 0.32, 0.3), 0, 0, 0.9), bevel=0.02)
    lw, ajar = dw / 2 - 0.12, 0.0
    box((dw, 0.02, dh), (0, 0.32, dh / 2), plain((0.015, 0.013, 0.012), 0.9), bevel=0)
    for s in (-1, 1):
        if door == "wood":
            pm = wood(col, axis=2, paint=paint, worn=0.5)
            for i in range(4):
                box(
                    (lw / 4 - 0.003, 0.035, dh - 0.3),
                    (s * (lw / 8 + i * lw / 4) + s * 0.004, 0.09 + U(-0.002, 0.002), (dh - 0.3) / 2 + 0.16),
                    pm,
                    bevel=0.003,
                )
            lathe(
                [(0, 0.02), (0.03, 0.012), (0.05, 0)], (s * 0.09, 0.07, 1.12), metal_paint((0.06, 0.05, 0.05), 0.7), 32, (math.pi / 2, 0, 0)
            )
            tube(
                [(s * 0.09 + 0.045 * math.cos(a), 0.045, 1.08 + 0.045 * math.sin(a)) for a in np.linspace(0, 6.283, 20)],
                0.006,
                metal_paint((0.06, 0.05, 0.05), 0.7),
            )
            paper(0.34, 0.34, image(prints.fu(seed * 2 + (s > 0)), 0.6, 0.4), (s * lw / 2, 0.07, 1.5), tilt=math.pi / 4)
        elif door == "iron":
            pm = metal_paint(paint or (0.05, 0.14, 0.22), 0.75)
            box((lw - 0.006, 0.03, dh - 0.3), (s * (lw / 2 + 0.004), 0.09, (dh - 0.3) / 2 + 0.16), pm, bevel=0.004)
            for z0, z1 in ((0.3, 0.9), (1.0, 1.35), (1.45, 1.95)):
                box((lw * 0.78, 0.035, z1 - z0), (s * lw / 2, 0.082, (z0 + z1) / 2), pm, bevel=0.02)
            for i in range(4):
                tube(
                    [(s * (lw * 0.18 + i * lw * 0.21), 0.06, 1.46), (s * (lw * 0.18 + i * lw * 0.21), 0.06, 1.94)],
                    0.007,
                    metal_paint((0.3, 0.25, 0.1), 0.5),
                    "POLY",
                )
            tube([(s * 0.06, 0.03, 1.02), (s * 0.06, 0.02, 1.08), (s * 0.06, 0.02, 1.2), (s * 0.06, 0.03, 1.26)], 0.009, steel(0.4))
        else:  # stainless gate of bars
            st = steel(0.3)
            for x in (0.02, lw - 0.02):
                box((0.045, 0.04, dh - 0.3), (s * x + s * 0.01, 0.09, (dh - 0.3) / 2 + 0.16), st, bevel=0.006)
            for z in (0.2, 0.85, 1.0, 1.95):
                box((lw, 0.04, 0.045), (s * lw / 2, 0.09, z), st, bevel=0.006)
            box((lw * 0.95, 0.008, 0.62), (s * lw / 2, 0.09, 0.53), st, bevel=0.002)
            for i in range(6):
                tube([(s * lw * (i + 0.5) / 6, 0.09, 1.0), (s * lw * (i + 0.5) / 6, 0.09, 1.95)], 0.009, st, "POLY")
            pm2 = wood((0.3, 0.12, 0.06), axis=2)
            box((lw, 0.03, dh - 0.3), (s * (lw / 2 + 0.004), 0.22, (dh - 0.3) / 2 + 0.16), pm2, bevel=0.004)
            paper(0.3, 0.3, image(prints.fu(seed * 2 + 1), 0.6, 0.4), (s * lw / 2, 0.2, 1.5), tilt=math.pi / 4)
    if text:
        for s, t in ((-1, text[1]), (1, text[0])):
            o = paper(
                0.21,
                1.5,
                image(prints.couplet(t, seed), 0.7, 0.5),
                (s * (dw / 2 + 0.17), -0.004 if style != "wood" else -0.03, 1.3 + U(-0.03, 0.03)),
                curl=0.012,
                tilt=U(-0.012, 0.012),
            )
        paper(
            1.05,
            0.25,
            image(prints.banner(text[2], seed), 0.7, 0.5),
            (0, -0.078 if style == "wood" else -0.004, dh + 0.17),
            curl=0.012,
            tilt=U(-0.02, 0.02),
        )
    px = plate_x * (dw / 2 + 0.48)
    plate(px, -0.006 if style != "wood" else -0.01, 1.85)
    meter(2.35, -0.01, 1.95)
    if eave:
        tm = plain((0.075, 0.072, 0.07), 0.85, 0, 0.4, 0.5)
        sl = math.radians(23)
        tiles(-3.6, 3.6, -1.0, 2.92, sl, 11, tm, 0.19)
        rm = wood((0.2, 0.12, 0.06), axis=1)
        for i in range(30):
            x = -3.6 + i * 0.25
            box((0.075, 1.6, 0.03), (x, -0.25, 2.88 + 0.28), rm, (sl, 0, 0), 0.003)
        tube([(x, -0.55, 3.0 + U(-0.01, 0.01)) for x in np.linspace(-3.7, 3.7, 6)], 0.07, wood((0.2, 0.12, 0.06), axis=0))
        for x in (-2.6, 2.6):
            tube([(x, 0.1, 2.75), (x, -0.6, 2.95)], 0.06, rm, "POLY")
    else:
        box((7.4, 1.3, 0.14), (0, -0.5, 3.1), concrete((0.42, 0.41, 0.38), 0, 0.5), bevel=0.01)
    gm = {
        "concrete": lambda: concrete((0.33, 0.32, 0.29), 0.2),
        "mud": lambda: earth((0.3, 0.24, 0.17)),
        "stone": lambda: brick((0.26, 0.25, 0.23), (0.34, 0.33, 0.3), (0.12, 0.12, 0.08), (0.45, 0.3), 0.02, "xy", 0.85, 1.2, 0, 0.6, 0.1),
    }[ground]()
    box((30, 14, 0.1), (0, -6.0, -0.05), gm, bevel=0)
    for _ in range(22):
        grass(R.choice([U(-3.6, -0.9), U(0.9, 3.6)]), U(-0.15, -0.03), 24, 0.07, 0.17)
    if "wood" in clutter:
        firewood(1.5, -0.3, 70, 1.3, 0.5)
    if "bench" in clutter:
        bench(-1.75, -0.5, wood(R.choice(WOODS)), 0.05, 1.1)
        basin(-1.6, -0.5, 0.46, 0.17)
    if "basket" in clutter:
        basket(-1.25, -0.7, 0, 0.24, 0.25)
        basket(-1.75, -0.45, 0, 0.22, 0.22)
    if "pots" in clutter:
        pot = plain((0.3, 0.12, 0.07), 0.8, 0, 0.2, 0.5)
        for x in (-1.15, 1.2, 1.6):
            y, k = U(-0.6, -0.4), U(0.7, 1)
            lathe(
                [(0, 0), (0.12, 0), (0.17, 0.25), (0.185, 0.25), (0.185, 0.29), (0.16, 0.29), (0.155, 0.24), (0, 0.24)],
                (x, y, 0),
                pot,
                scale=k,
            )
            leaves(x, y, 0.3 * k + 0.2, 0.22 * k, 200, R.choice([(0.08, 0.2, 0.04), (0.13, 0.22, 0.05), (0.05, 0.14, 0.06)]), 0.1)
    if "bucket" in clutter:
        bucket(1.25, -0.75, color=(0.05, 0.15, 0.4))
        pstool(-1.3, -0.8, (0.55, 0.04, 0.04), 0.4)
    if "broom" in clutter:
        broom(0.98, -0.25, (0.06, 0.2))
    if "line" in clutter:
        tube(sag((-3.6, -0.5, 2.3), (-0.8, -0.5, 2.35), 0.06), 0.003, plain((0.1, 0.2, 0.4)))
        cloth_hang(-2.9, -0.5, 2.25, 0.5, 0.8, image(prints.floral(seed + 2), 0.9, 0.1, 0.3, weave=60), folds=3)
        coat(-2.2, -0.5, 2.25, (0.03, 0.05, 0.1))
    if "vat" in clutter:
        vat(2.0, -0.55, 0.35, 0.62)
    if "sacks" in clutter:
        for i in range(3):
            sack(1.5 + i * 0.45, -0.4, 0, U(0.25, 0.3), rot=U(-0.5, 0.5))
    if sun_dir:
        sun(sun_dir, 4.5)
    leaves(-4.6, -0.6, 1.0, 1.4, 900, (0.07, 0.17, 0.03), 0.16)
    leaves(4.7, -0.8, 1.2, 1.5, 900, (0.08, 0.18, 0.04), 0.16)
    hills()
    camera(cam, look, lens, roll, 9)


# name: (scene, seed, scene parameters, camera parameters); the first eight are one of each kind
SHOTS = {
    "room-1": (
        room,
        11,
        dict(extras=("stools", "bulb", "calendar", "bucket", "cabinet", "broom", "coats"), light="left", leak=[(1.5, 4, 2.45, 0.75)]),
        dict(wb=(1.02, 1, 0.97), ev=0.25),
    ),
    "kitchen-1": (kitchen, 103, dict(light="both", power=50), dict(wb=(1.03, 1, 0.95), ev=0.15)),
    "bed-1": (bed, 201, dict(qs=4, light="left", style="spread", news=True), dict(wb=(1, 1, 1), ev=0.15)),
    "gate-1": (gate, 501, dict(style="earth", seed=1, clutter=("wood", "bench", "basket", "broom")), dict(wb=(1.02, 1, 0.97), ev=0.05)),
    "passbook-1": (passbook, 301, dict(seed=3), dict(wb=(1.04, 1, 0.93), ev=0.35, k1=-0.008)),
    "roof-1": (roof, 601, dict(), dict(wb=(1, 1, 1), ev=0.1)),
    "notice-1": (notice, 701, dict(seed=1), dict(wb=(1, 1, 1.02), ev=0.1)),
    "badge-1": (badge, 401, dict(seed=1), dict(wb=(1, 1, 1), ev=0.1, k1=-0.008)),
    # more rooms
    "room-2": (
        room,
        23,
        dict(
            W=3.8,
            D=3.6,
            wall_col=(0.5, 0.47, 0.38),
            dado=(0.16, 0.3, 0.22),
            fl="dark",
            light="both",
            peel=0.38,
            tx=-0.5,
            tw=0.85,
            cam=(0.9, -0.3, 1.55),
            look=(-0.25, 3.6, 1.0),
            roll=-2.0,
            extras=("bulb", "news", "sacks", "bucket", "basket"),
            power=55,
        ),
        dict(wb=(0.97, 1, 1.05), ev=0.1),
    ),
    "room-3": (
        room,
        37,
        dict(
            W=4.6,
            D=4.4,
            wall_col=(0.42, 0.33, 0.22),
            fl="dark",
            light="rightwin",
            stain=0.8,
            tx=0.2,
            cam=(-1.3, 0.1, 1.45),
            look=(0.5, 4, 1.0),
            roll=1.6,
            extras=("bulb", "line", "fu", "stools", "broom", "posters"),
            on=35,
            power=28,
            fill=6,
        ),
        dict(wb=(1.1, 1, 0.82), ev=0, iso=1.6),
    ),
    "gate-2": (
        gate,
        513,
        dict(
            style="brick",
            door="iron",
            seed=2,
            cam=(-0.8, -4.0, 1.55),
            look=(0.1, 0, 1.4),
            roll=-1.5,
            clutter=("pots", "bucket", "line"),
            text=("家居宝地千年旺", "福照家门万事兴", "五福临门"),
            sun_dir=(0.5, 0.75, -0.8),
            plate_x=-1,
        ),
        dict(wb=(1.03, 1, 0.95), ev=0.05),
    ),
    "roof-2": (
        roof,
        613,
        dict(kind="slab", cam=(0.5, 0.5, 1.45), look=(-0.25, 3.2, 2.35), roll=-3, wall_col=(0.6, 0.58, 0.52), power=60),
        dict(wb=(0.98, 1, 1.03), ev=0.15),
    ),
    "passbook-2": (
        passbook,
        313,
        dict(
            seed=8,
            hue=(150, 50, 60),
            top="cloth",
            rot=-0.25,
            cam=(-0.05, -0.16, 0.27),
            look=(0.01, 0.01, 0),
            roll=-4,
            things=("pen", "mug", "bowl"),
            light=(1.1, 0.7, 0.8),
        ),
        dict(wb=(0.98, 1, 1.04), ev=0.3, k1=-0.008),
    ),
    "bed-2": (
        bed,
        223,
        dict(
            W=3.4,
            D=3.5,
            wall_col=(0.66, 0.64, 0.58),
            dado=(0.24, 0.36, 0.4),
            fl="tile",
            light="right",
            cam=(-0.9, 0.0, 1.55),
            look=(0.25, 3.0, 0.7),
            roll=1.5,
            qs=11,
            style="folded",
            posts=0.95,
            ceiling="slab",
            side=1,
            curtain=True,
            stain=0.35,
        ),
        dict(wb=(1.0, 1, 1.0), ev=0.1),
    ),
    "kitchen-2": (
        kitchen,
        131,
        dict(
            W=3.6,
            D=3.2,
            wall_col=(0.36, 0.3, 0.22),
            fl="dark",
            light="back",
            cam=(0.9, -0.2, 1.6),
            look=(-0.35, 3.0, 0.85),
            roll=-2.2,
            stain=1.0,
            on=30,
            tile=((0.33, 0.11, 0.055), (0.42, 0.19, 0.1), (0.38, 0.35, 0.31), (0.24, 0.06), 0.007, "xz", 0.9, 1, 0, 0.8),
            vegs=("pumpkin", "potato", "onion", "egg"),
            power=34,
            fill=6,
        ),
        dict(wb=(1.1, 1, 0.84), ev=0, iso=1.6),
    ),
    "room-4": (
        room,
        41,
        dict(
            W=4.4,
            D=4.2,
            wall_col=(0.72, 0.7, 0.65),
            dado=(0.2, 0.34, 0.42),
            fl="tile",
            light="right",
            tx=-0.35,
            cam=(1.0, -0.5, 1.6),
            look=(-0.2, 4, 0.95),
            roll=-0.8,
            extras=("stools", "calendar", "cabinet", "fu", "basket"),
            stain=0.35,
            ceiling="slab",
            sunny=(-0.8, 0.25, -0.62),
            power=60,
        ),
        dict(ev=0.2),
    ),
    "gate-3": (
        gate,
        527,
        dict(
            style="tile",
            door="steel",
            seed=3,
            cam=(0.3, -4.5, 1.6),
            look=(-0.1, 0, 1.45),
            roll=0.8,
            clutter=("pots", "broom", "sacks", "bucket"),
            eave=False,
            text=("平安如意千日好", "人顺家和万事兴", "吉星高照"),
            ground="concrete",
            sky=0.9,
        ),
        dict(wb=(0.97, 1, 1.05), ev=0.1),
    ),
    "roof-3": (
        crackwall,
        625,
        dict(paths=((0.25, 2.62, -1.75, 2.1, 0.035), (-0.42, 2.1, 0.35, 0.9, 0.014))),
        dict(wb=(1.02, 1, 0.96), ev=0.1),
    ),
    "gate-4": (
        gate,
        541,
        dict(
            style="wood",
            seed=4,
            cam=(-0.5, -4.3, 1.45),
            look=(0.15, 0, 1.5),
            roll=-2,
            clutter=("vat", "basket", "bench"),
            ground="stone",
            col=(0.2, 0.11, 0.06),
            text=("一帆风顺年年好", "万事如意步步高", "迎春接福"),
            plate_x=1,
            sky=0.8,
        ),
        dict(wb=(1.05, 1, 0.92), ev=0),
    ),
    "bed-3": (
        bed,
        241,
        dict(
            W=3.8,
            D=3.7,
            wall_col=(0.45, 0.36, 0.25),
            fl="dark",
            light="back",
            cam=(1.0, 0.1, 1.45),
            look=(-0.35, 3.2, 0.8),
            roll=-1.8,
            qs=17,
            style="spread",
            net=True,
            plaidq=True,
            stain=0.8,
            peel=0.3,
            power=45,
            fill=8,
        ),
        dict(wb=(1.06, 1, 0.9), ev=0.05, iso=1.4),
    ),
    "kitchen-3": (
        kitchen,
        149,
        dict(
            W=4.0,
            D=3.6,
            wall_col=(0.64, 0.62, 0.56),
            fl="concrete",
            light="left",
            cam=(-0.2, -0.1, 1.5),
            look=(0.1, 3.4, 0.85),
            roll=1.8,
            stain=0.6,
            wood_pile=False,
            gasb=True,
            tile=((0.2, 0.34, 0.36), (0.26, 0.4, 0.42), (0.5, 0.48, 0.44), (0.1, 0.1), 0.004, "xz", 0.25, 0.5, 1, 0.5, 0),
            vegs=("tomato", "cabbage", "egg", "radish"),
            power=55,
        ),
        dict(wb=(0.98, 1, 1.03), ev=0.15),
    ),
    "notice-2": (
        notice,
        733,
        dict(
            style="board",
            seed=2,
            cam=(-0.7, -2.8, 1.5),
            look=(0.0, 0, 1.4),
            roll=2,
            head="公开栏",
            wall_kind="brick",
            sun_dir=(0.45, 0.8, -0.75),
        ),
        dict(wb=(1.03, 1, 0.95), ev=0.05),
    ),
    "passbook-3": (
        passbook,
        331,
        dict(
            seed=15,
            hue=(40, 70, 140),
            top="quilt",
            rot=0.3,
            cam=(0.02, -0.15, 0.28),
            look=(0.0, 0.0, 0),
            roll=2,
            things=("sleeve", "glasses"),
            portrait=True,
            light=(-1.0, -0.3, 1.1),
        ),
        dict(wb=(1.08, 1, 0.86), ev=0.25, k1=-0.008, iso=1.4),
    ),
    "badge-2": (
        badge,
        433,
        dict(
            seed=2,
            where="cloth",
            hue=(150, 40, 40),
            strap=(0.35, 0.03, 0.03),
            rot=-0.2,
            cam=(-0.02, -0.14, 0.21),
            look=(-0.01, 0.01, 0),
            roll=-3,
            portrait=False,
        ),
        dict(wb=(1.04, 1, 0.94), ev=0.2, k1=-0.008),
    ),
}
