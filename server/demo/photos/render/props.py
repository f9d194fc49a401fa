# mypy: ignore-errors
"""Household objects, each placed by its foot point."""

import math

import numpy as np
from mathutils import Vector, noise

import prints
from lib import (
    R,
    area,
    blob,
    box,
    concrete,
    copy,
    emit,
    glass,
    image,
    lamp,
    lathe,
    mesh,
    metal_paint,
    paper,
    plain,
    sheet,
    tube,
    wall,
    wood,
)

U = R.uniform
WOODS = [(0.30, 0.155, 0.07), (0.24, 0.115, 0.05), (0.36, 0.21, 0.11), (0.2, 0.11, 0.06), (0.42, 0.28, 0.16)]


def steel(rough=0.28):
    return plain((0.55, 0.55, 0.54), rough, 1.0, 0.06, 0.3)


def porcelain(c=(0.74, 0.73, 0.69)):
    return plain(c, 0.14, 0, 0.04, 0.18, Coat_Weight=0.4)


def plastic(c, rough=0.38):
    return plain(c, rough, 0, 0.1, 0.2, Subsurface_Weight=0.06)


def table(x, y, w, d, h, mat, rot=0.0, apron=0.1, leg=0.06):
    c, s = math.cos(rot), math.sin(rot)

    def at(u, v, z):
        return (x + u * c - v * s, y + u * s + v * c, z)

    n = R.choice([3, 4, 5])
    for i in range(n):  # top made of boards
        v = -d / 2 + d * (i + 0.5) / n
        box((w, d / n - U(0.001, 0.004), 0.035), at(0, v, h - 0.0175 + U(-0.0015, 0.0015)), mat, (0, 0, rot), 0.004)
    for sx in (-1, 1):
        for sy in (-1, 1):
            o = box(
                (leg, leg, h - 0.035),
                at(sx * (w / 2 - leg), sy * (d / 2 - leg), (h - 0.035) / 2),
                LEG(mat),
                (U(-0.01, 0.01), U(-0.01, 0.01), rot),
                0.006,
            )
    for sy in (-1, 1):
        box((w - 2 * leg, 0.022, apron), at(0, sy * (d / 2 - leg), h - 0.035 - apron / 2), mat, (0, 0, rot), 0.004)
    for sx in (-1, 1):
        box((d - 2 * leg, 0.022, apron), at(sx * (w / 2 - leg), 0, h - 0.035 - apron / 2), mat, (0, 0, rot + math.pi / 2), 0.004)


def LEG(mat):
    """Same timber with the grain along z."""
    key = mat.name + "_z"
    import bpy

    m = bpy.data.materials.get(key)
    if not m:
        m = mat.copy()
        m.name = key
        for n in m.node_tree.nodes:
            if n.type == "MAPPING" and n.inputs["Scale"].default_value[0] < n.inputs["Scale"].default_value[2] * 0.5:
                v = n.inputs["Scale"].default_value
                v[0], v[2] = v[2], v[0]
    return m


def bench(x, y, mat, rot=0.0, L=1.0, h=0.46):
    """Long bench with splayed legs."""
    c, s = math.cos(rot), math.sin(rot)
    box((L, 0.13, 0.04), (x, y, h - 0.02), mat, (0, 0, rot), 0.008)
    for su in (-1, 1):
        for sv in (-1, 1):
            u, v = su * (L / 2 - 0.14), sv * 0.05
            a = Vector((x + u * c - v * s, y + u * s + v * c, h - 0.04))
            u2, v2 = su * (L / 2 - 0.09), sv * 0.13
            b = Vector((x + u2 * c - v2 * s, y + u2 * s + v2 * c, 0))
            m = (a + b) / 2
            q = (b - a).to_track_quat("Z", "Y").to_euler()
            box((0.042, 0.042, (b - a).length), m, LEG(mat), q, 0.004)
        u = su * (L / 2 - 0.115)
        box((0.03, 0.16, 0.025), (x + u * c, y + u * s, h * 0.45), mat, (0, 0, rot), 0.003)


def stool(x, y, mat, h=0.42, w=0.3, rot=0.0):
    table(x, y, w, w * 0.8, h, mat, rot, 0.05, 0.035)


def pstool(x, y, color, rot=0.0):
    """Moulded plastic stool."""
    m = plastic(color)
    lathe([(0.0, 0.45), (0.12, 0.45), (0.135, 0.445), (0.14, 0.43), (0.15, 0.36)], (x, y, 0), m, 4, (0, 0, rot + 0.78), smooth=50)
    for k in range(4):
        a = rot + k * math.pi / 2 + 0.78
        b = Vector((x + math.cos(a) * 0.19, y + math.sin(a) * 0.19, 0))
        t = Vector((x + math.cos(a) * 0.135, y + math.sin(a) * 0.135, 0.44))
        q = (t - b).to_track_quat("Z", "Y").to_euler()
        box((0.05, 0.035, 0.45), (b + t) / 2, m, q, 0.01)
        b2 = a + math.pi / 4
        box((0.2, 0.012, 0.03), (x + math.cos(b2) * 0.115, y + math.sin(b2) * 0.115, 0.2), m, (0, 0, b2 + math.pi / 2), 0.005)


def thermos(x, y, z, color, s=1.0):
    lathe(
        [(0, 0), (0.062, 0), (0.066, 0.006), (0.066, 0.22), (0.064, 0.245)],
        (x, y, z),
        plain(color, 0.3, 0, 0.1, 0.3, Coat_Weight=0.3),
        scale=s,
    )
    st = steel(0.25)
    lathe([(0.0675, 0), (0.0675, 0.022)], (x, y, z), st, scale=s)
    lathe([(0.065, 0.243), (0.058, 0.268), (0.04, 0.292), (0.034, 0.298)], (x, y, z), st, scale=s)
    lathe(
        [(0.033, 0.297), (0.036, 0.3), (0.036, 0.345), (0.03, 0.352), (0, 0.354)],
        (x, y, z),
        plastic(R.choice([(0.6, 0.05, 0.04), (0.05, 0.12, 0.4), (0.7, 0.66, 0.5)])),
        scale=s,
    )
    a = U(0, 6)
    c, q = math.cos(a), math.sin(a)
    tube(
        [(x + c * r * s, y + q * r * s, z + h * s) for r, h in ((0.066, 0.2), (0.1, 0.19), (0.105, 0.12), (0.1, 0.06), (0.066, 0.05))],
        0.006 * s,
        plastic((0.08, 0.08, 0.08)),
    )


def bowl(x, y, z, r=0.075, food=None, mat=None):
    lathe(
        [
            (0, 0.004),
            (r * 0.45, 0),
            (r * 0.5, 0.012),
            (r * 0.85, 0.035),
            (r, 0.07),
            (r * 0.97, 0.07),
            (r * 0.8, 0.037),
            (r * 0.4, 0.016),
            (0, 0.014),
        ],
        (x, y, z),
        mat or porcelain(),
        scale=1,
    )
    lathe([(r * 1.003, 0.062), (r * 1.004, 0.067)], (x, y, z), plain((0.05, 0.1, 0.35), 0.2))
    if food:
        lathe([(0, 0.058), (r * 0.5, 0.056), (r * 0.9, 0.052)], (x, y, z), plain(food, 0.4, 0, 0.3, 0.4), wob=0.3)
        for _ in range(9):
            a, q = U(0, 6), U(0, r * 0.7)
            blob(U(0.008, 0.016), (x + math.cos(a) * q, y + math.sin(a) * q, z + 0.057), plain(food, 0.5, 0, 0.4, 0.5), sub=2)


def mug(x, y, z, c=(0.8, 0.8, 0.77), rim=(0.03, 0.08, 0.3)):
    m = porcelain(c)
    lathe([(0, 0), (0.04, 0), (0.043, 0.004), (0.043, 0.085), (0.041, 0.085), (0.039, 0.006), (0, 0.006)], (x, y, z), m)
    lathe([(0.0436, 0.079), (0.0445, 0.086), (0.041, 0.086)], (x, y, z), plain(rim, 0.25))
    a = U(-2, 0.5)
    c, q = math.cos(a), math.sin(a)
    tube([(x + c * r, y + q * r, z + h) for r, h in ((0.042, 0.07), (0.065, 0.068), (0.07, 0.04), (0.06, 0.022), (0.042, 0.02))], 0.004, m)


def bottle(x, y, z, color=(0.05, 0.2, 0.06), h=0.26, label=None, cap=(0.6, 0.05, 0.04)):
    lathe(
        [(0, 0), (0.034, 0), (0.037, 0.005), (0.037, h * 0.55), (0.03, h * 0.68), (0.014, h * 0.8), (0.013, h * 0.95)],
        (x, y, z),
        plain(color, 0.12, 0, 0.1, 0.15, Coat_Weight=0.5),
    )
    lathe([(0.015, h * 0.93), (0.0155, h), (0, h + 0.002)], (x, y, z), plastic(cap))
    if label:
        m = image(label, 0.5, 0.3, ext="REPEAT")
        o = sheet(
            lambda u, v: (0.0378 * math.cos(u * 6.28), 0.0378 * math.sin(u * 6.28), h * (0.12 + 0.36 * v)),
            32,
            1,
            m,
            (x, y, z),
            (0, 0, U(0, 6)),
        )


def bucket(x, y, z=0.0, color=(0.05, 0.2, 0.45), r=0.15, h=0.26, water=True):
    m = plastic(color, 0.3)
    lathe(
        [
            (0, 0.004),
            (r * 0.72, 0),
            (r * 0.74, 0.01),
            (r * 0.97, h - 0.02),
            (r * 1.03, h - 0.018),
            (r * 1.04, h),
            (r * 0.97, h),
            (r * 0.95, h - 0.01),
            (r * 0.71, 0.012),
            (0, 0.012),
        ],
        (x, y, z),
        m,
        wob=0.02,
    )
    if water:
        lathe([(0, h * 0.6), (r * 0.87, h * 0.6)], (x, y, z), plain((0.1, 0.12, 0.11), 0.02, 0, 0.1, 0.1))
    a = U(0, 3)
    c, q = math.cos(a), math.sin(a)
    tube(
        [
            (x + c * r * k, y + q * r * k, z + hh)
            for k, hh in ((1.02, h - 0.01), (0.98, h + 0.07 * 0 - 0.05), (0.6, h - 0.12), (0, h - 0.15))
        ]
        if False
        else [
            (x + c * r * k - q * 0.12 * (1 - k * k), y + q * r * k + c * 0.12 * (1 - k * k), z + h - 0.01 + 0.03 * (1 - k * k))
            for k in np.linspace(-1.02, 1.02, 9)
        ],
        0.003,
        steel(0.4),
    )


def basin(x, y, z, r=0.19, c=(0.75, 0.74, 0.7), rim=(0.5, 0.05, 0.05), fill=None):
    lathe(
        [
            (0, 0.002),
            (r * 0.62, 0),
            (r * 0.7, 0.01),
            (r * 0.88, 0.09),
            (r, 0.105),
            (r * 1.005, 0.108),
            (r * 0.99, 0.11),
            (r * 0.86, 0.093),
            (r * 0.66, 0.012),
            (0, 0.01),
        ],
        (x, y, z),
        porcelain(c),
    )
    lathe([(r * 0.985, 0.1045), (r * 1.01, 0.107), (r * 0.99, 0.1115)], (x, y, z), plain(rim, 0.25))
    if fill:
        lathe([(0, 0.06), (r * 0.8, 0.06)], (x, y, z), plain(fill, 0.03))


def wok(x, y, z, r=0.3, lid=False):
    m = plain((0.02, 0.019, 0.018), 0.38, 0.8, 0.3, 0.4)
    if lid:
        mw = wood((0.42, 0.27, 0.14), worn=0.5)
        lathe([(r * 0.98, 0), (r * 0.98, 0.05), (r * 0.95, 0.055), (0, 0.06)], (x, y, z), mw, 48)
        box((r * 1.2, 0.05, 0.035), (x, y, z + 0.075), mw, (0, 0, U(-0.5, 0.5)), 0.006)
    else:
        lathe(
            [(r * math.sin(t), r * 0.55 * (1 - math.cos(t)) - r * 0.42) for t in np.linspace(0, 1.45, 14)]
            + [(r * 1.03, 0.05), (r * 1.03, 0.055), (r * 0.985, 0.052)],
            (x, y, z),
            m,
            56,
        )


def bulb(x, y, ztop, drop, on=False):
    tube([(x, y, ztop), (x + 0.01, y, ztop - drop * 0.5), (x, y, ztop - drop)], 0.0035, plain((0.03, 0.03, 0.03), 0.6))
    z = ztop - drop
    lathe([(0.008, 0.0), (0.02, -0.005), (0.021, -0.05), (0.017, -0.055)], (x, y, z), plain((0.04, 0.035, 0.03), 0.5))
    lathe(
        [(0.014, -0.05), (0.02, -0.07), (0.032, -0.1), (0.03, -0.125), (0.016, -0.142), (0, -0.146)],
        (x, y, z),
        emit((1, 0.75, 0.45), 40) if on else glass((0.95, 0.95, 0.92)),
    )
    if on:
        lamp((x, y, z - 0.2), on)


def basket(x, y, z, r=0.2, h=0.2, color=(0.42, 0.27, 0.12), flare=1.25):
    m = wood(color, axis=0, worn=0.5)
    n, rows = 22, 13
    for k in range(n):
        a = 2 * math.pi * k / n
        tube(
            [(x + math.cos(a) * q, y + math.sin(a) * q, z + hh) for q, hh in ((0, 0.006), (r * 0.9, 0.004), (r, 0.02), (r * flare, h))],
            0.004,
            m,
            "POLY",
        )
    for j in range(rows):
        t = j / (rows - 1)
        rr = r + (r * flare - r) * t
        tube(
            [
                (
                    x + math.cos(a) * (rr + 0.005 * (-1) ** (i + j)),
                    y + math.sin(a) * (rr + 0.005 * (-1) ** (i + j)),
                    z + 0.02 + (h - 0.02) * t,
                )
                for i, a in enumerate(np.linspace(0, 2 * math.pi, n + 1))
            ],
            0.0055 if j < rows - 1 else 0.011,
            m,
            "BEZIER",
            3,
        )


def sack(x, y, z, s=0.3, mat=None, rot=0.0):
    """Woven sack, standing, mouth tied."""
    mat = mat or image(prints.bag(R.randint(1, 6)), 0.7, 0.4, 0.3, weave=90)
    k, lean = U(0, 50), U(-0.12, 0.12)
    prof = ([0, 0.03, 0.12, 0.3, 0.55, 0.75, 0.86, 0.91, 0.95, 1], [0, 0.78, 0.95, 1, 0.98, 0.86, 0.55, 0.2, 0.3, 0.42])

    def fn(u, v):
        a = u * 2 * math.pi
        r = np.interp(v, *prof) * (1 + 0.1 * noise.fractal((math.cos(a) * 1.6 + k, math.sin(a) * 1.6, v * 2.5), 1, 2, 4))
        r *= 1 + max(0, v - 0.62) * 0.5 * math.sin(a * 11 + k)
        c, q = math.cos(a), math.sin(a)
        return (
            math.copysign(abs(c) ** 0.75, c) * r * s * 0.78 + lean * v * v * s,
            math.copysign(abs(q) ** 0.75, q) * r * s * 0.55,
            v * s * 2.1,
        )

    return sheet(fn, 72, 48, mat, (x, y, z), (0, 0, rot))


def broom(x, y, lean=(0.15, 0.1), h=1.25):
    m, f = wood((0.5, 0.36, 0.18), axis=2), wood((0.42, 0.3, 0.13), axis=2)
    tip = (x + lean[0], y + lean[1], h)
    tube([(x, y, 0.35), tip], 0.012, m, "POLY")
    for _ in range(90):
        a, q = U(0, 6.28), U(0, 1) ** 0.5
        tube(
            [
                (x + U(-0.01, 0.01), y + U(-0.01, 0.01), 0.45),
                (x + math.cos(a) * 0.05 * q, y + math.sin(a) * 0.03 * q, 0.25),
                (x + math.cos(a) * 0.17 * q, y + math.sin(a) * 0.06 * q, 0.005),
            ],
            0.0022,
            f,
            "POLY",
        )


def cloth_hang(x, y, z, w, h, mat, rot=0.0, folds=4, depth=0.03):
    s = U(0, 50)

    def fn(u, v):
        d = math.sin(u * math.pi * folds + s + 1.2 * noise.noise((u * 2, v * 1.5, s))) * depth * (1.1 - v * 0.8)
        return (
            (u - 0.5) * w * (1 - 0.1 * (1 - v) * noise.noise((s, v * 2, 0))),
            d - 0.03,
            -h * (1 - v) + 0.02 * noise.noise((u * 3, s, 0)) * (1 - v),
        )

    return sheet(fn, 60, 40, mat, (x, y, z), (0, 0, rot), 0.002)


def coat(x, y, z, color, rot=0.0):
    """Jacket hanging on a nail."""
    m = plain(color, 0.95, 0, 0.15, 0.2)
    s = U(0, 50)

    def fn(u, v):
        a = u * 2 * math.pi
        t = 1 - v
        rx = 0.035 + 0.165 * min(1, max(0, t - 0.03) * 9) ** 0.45 + 0.03 * t
        ry = 0.03 + 0.06 * min(1, t * 2)
        k = 1 + 0.14 * math.sin(a * 7 + s + 3 * noise.noise((t * 3, s, 0))) * t + 0.1 * noise.noise((math.cos(a) * 2, t * 4, s))
        return (math.cos(a) * rx * k, math.sin(a) * ry * k - 0.06, -t * 0.68)

    sheet(fn, 80, 40, m, (x, y, z), (0, 0, rot))
    for sx in (-1, 1):

        def sl(u, v, sx=sx):
            a, t = u * 2 * math.pi, 1 - v
            r = 0.055 * (1 + 0.18 * noise.noise((math.cos(a) * 2, t * 7, s + sx)))
            return (sx * (0.165 + 0.055 * t) + math.cos(a) * r, -0.06 + math.sin(a) * r, -0.07 - t * 0.56)

        sheet(sl, 30, 30, m, (x, y, z), (0, 0, rot))
    tube([(x, y, z + 0.02), (x, y - 0.05, z + 0.01)], 0.003, steel(), "POLY")


def fruitbag(x, y, z, color=(0.75, 0.1, 0.1), s=0.14):
    m = plain(color, 0.3, 0, 0.15, 0.05, Transmission_Weight=0.25)
    o = blob(s, (x, y, z + s * 0.8), m, (1, 0.8, 0.85), 0.35, 2.2, 4)
    for v in o.data.vertices:
        t = max(0, v.co.z / s)
        v.co.x *= 1 - 0.75 * min(1, t * 1.1)
        v.co.y *= 1 - 0.75 * min(1, t * 1.1)
        v.co.z *= 1 + 0.5 * t
        v.co += Vector((noise.noise(v.co * 40), noise.noise(v.co * 40 + Vector((9, 0, 0))), 0)) * 0.01


def tv(x, y, z, w=0.52, rot=0.0):
    m = plastic((0.03, 0.03, 0.032), 0.35)
    box((w, 0.06, w * 0.62), (x, y, z + w * 0.34), m, (0, 0, rot), 0.012)
    box(
        (w * 0.93, 0.008, w * 0.53),
        (x + 0.029 * math.sin(rot), y - 0.029 * math.cos(rot), z + w * 0.35),
        plain((0.006, 0.007, 0.008), 0.08, 0, 0.1, 0.05),
        (0, 0, rot),
        0.002,
    )
    box((w * 0.35, 0.16, 0.02), (x, y, z + 0.01), m, (0, 0, rot), 0.006)


def window(c, w, h, axis, wmat, bars=5, bars_mat=None, lights=2, view=None, sign=1, curtain=None):
    """Frame in a wall opening. axis 'y': opening in a wall across y; 'x': across x. sign: outward direction."""
    rz = 0 if axis == "y" else math.pi / 2
    cx, cy, cz = c

    def at(u, z, off=0.0):
        return (cx + u, cy + off * sign, cz + z) if axis == "y" else (cx + off * sign, cy + u, cz + z)

    f = 0.05
    for u in (-w / 2 + f / 2, w / 2 - f / 2):
        box((f, 0.07, h), at(u, 0), LEG(wmat), (0, 0, rz), 0.004)
    for z in (-h / 2 + f / 2, h / 2 - f / 2):
        box((w, 0.07, f), at(0, z), wmat, (0, 0, rz), 0.004)
    for i in range(1, lights):
        box((0.045, 0.06, h), at(-w / 2 + w * i / lights, 0), LEG(wmat), (0, 0, rz), 0.003)
    box((w, 0.05, 0.035), at(0, h * 0.18), wmat, (0, 0, rz), 0.003)
    box((w + 0.12, 0.16, 0.035), at(0, -h / 2 - 0.015, -0.06), wmat, (0, 0, rz), 0.005)
    bm = bars_mat or metal_paint((0.05, 0.06, 0.06), 0.7)
    for i in range(bars):
        u = -w / 2 + w * (i + 0.5) / bars
        tube([at(u, -h / 2, 0.06), at(u, h / 2, 0.06)], 0.007, bm, "POLY")
    if view:
        m = image(view, 1, 0)
        nt = m.node_tree
        p = nt.nodes["Principled BSDF"]
        tex = [n for n in nt.nodes if n.type == "TEX_IMAGE"][0]
        p.inputs["Base Color"].default_value = (0, 0, 0, 1)
        for lk in list(p.inputs["Base Color"].links):
            nt.links.remove(lk)
        nt.links.new(tex.outputs[0], p.inputs["Emission Color"])
        p.inputs["Emission Strength"].default_value = U(5, 9)
        q = 2.2
        ex = [at(-w * q, -h * q, 1.0), at(w * q, -h * q, 1.0), at(w * q, h * q, 1.0), at(-w * q, h * q, 1.0)]
        o = mesh(ex, [(0, 1, 2, 3)], m, uv=[(0, 0), (1, 0), (1, 1), (0, 1)])
        o.visible_diffuse = o.visible_shadow = o.visible_transmission = False
    if curtain:
        cloth_hang(*at(-w * 0.42, h / 2 + 0.08, -0.14), w * 0.3, h * 1.1, curtain, rz, 5)


def shell(
    W,
    D,
    H,
    wmat,
    fmat,
    back=None,
    left=None,
    right=None,
    ceiling="boards",
    wwood=None,
    view_seed=1,
    power=70,
    fill=14,
    cool=(0.86, 0.94, 1),
    curtain=None,
    beams=4,
    fill_color=(1, 0.95, 0.88),
):
    """Room open towards the camera. back/left/right: (centre along wall, sill z, width, height, kind 'win' or 'door')."""
    ww = wwood or wood(R.choice(WOODS), axis=0)

    def holes(spec, f):
        return [] if not spec else [(f(spec[0]) - spec[2] / 2, f(spec[0]) + spec[2] / 2, spec[1], spec[1] + spec[3])]

    wall((W / 2, D), (-W / 2, D), H, wmat, holes(back, lambda c: W / 2 - c))
    wall((-W / 2, D), (-W / 2, -1.2), H, wmat, holes(left, lambda c: D - c))
    wall((W / 2, -1.2), (W / 2, D), H, wmat, holes(right, lambda c: c + 1.2))
    wall((-W / 2, -1.2), (W / 2, -1.2), H, wmat)
    box((W + 0.6, D + 2, 0.1), (0, D / 2 - 0.4, -0.05), fmat, bevel=0)
    if ceiling == "boards":
        cw = wood((0.16, 0.085, 0.045), axis=1, worn=0.2)
        n = int(W / 0.17)
        for i in range(n):
            box((W / n - 0.004, D + 1.4, 0.025), (-W / 2 + W * (i + 0.5) / n, D / 2 - 0.6, H + 0.012 + U(0, 0.006)), cw, bevel=0.002)
        bm = wood((0.14, 0.07, 0.035), axis=0, worn=0.2)
        for i in range(beams):
            box((W, 0.1, 0.14), (0, D - 0.3 - i * (D / beams), H - 0.07), bm, bevel=0.008, wob=0.006)
    elif ceiling:
        box((W, D + 2, 0.1), (0, D / 2 - 0.4, H + 0.05), ceiling, bevel=0)
    for spec, ax in ((back, "y"), (left, "x"), (right, "x")):
        if not spec:
            continue
        c, z, w, h, kind = spec
        sign = -1 if spec is left else 1
        pos = (c, D + 0.1, z + h / 2) if ax == "y" else (sign * (W / 2 + 0.1), c, z + h / 2)
        if kind == "win":
            window(pos, w, h, ax, ww, view=prints.view(view_seed), sign=sign, curtain=curtain)
        else:
            for u in (-w / 2, w / 2):
                box(
                    (0.09, 0.26, h) if ax == "y" else (0.26, 0.09, h),
                    (pos[0] + (u if ax == "y" else 0), pos[1] + (0 if ax == "y" else u), z + h / 2),
                    LEG(ww),
                    bevel=0.006,
                )
        lp = (c, D + 0.3, z + h / 2) if ax == "y" else (sign * (W / 2 + 0.3), c, z + h / 2)
        tgt = (c * 0.3, 0, 0.6) if ax == "y" else (0, c - 0.4, 0.5)
        area(lp, tgt, (w, h), power * w * h, cool)
    if fill:
        area((0, -1.0, 1.7), (0, D, 1.0), (1.6, 1.6), fill, fill_color)


def cable_run(W, D, H):
    """Surface wiring along the back wall with a switch box."""
    bk, wh = plain((0.04, 0.04, 0.04), 0.5), plastic((0.7, 0.68, 0.6))
    x = U(-W * 0.3, W * 0.3)
    tube(
        [(-W / 2, D - 0.012, H - U(0.2, 0.35)), (-W / 6, D - 0.012, H - 0.3), (x, D - 0.012, H - 0.27), (x + 0.01, D - 0.012, 1.45)],
        0.004,
        bk,
    )
    tube([(x, D - 0.014, H - 0.27), (W / 3, D - 0.014, H - 0.31), (W / 2, D - 0.014, H - 0.22)], 0.004, wh)
    box((0.085, 0.03, 0.085), (x, D - 0.015, 1.4), wh, bevel=0.006)
    box((0.03, 0.012, 0.045), (x, D - 0.034, 1.4), wh, (0.1, 0, 0), 0.003)


# ---------------------------------------------------------------- kitchen
def leaves(x, y, z, r, n, color, size=0.05, squash=0.8, up=0.3):
    """Cloud of bent leaves: bushes, pot plants, vegetable greens."""
    v, f = [], []
    for _ in range(n):
        d = Vector((R.gauss(0, 1), R.gauss(0, 1), R.gauss(0, 1))).normalized() * r * U(0.55, 1)
        c = Vector((x + d.x, y + d.y, z + d.z * squash))
        a = (d.normalized() + Vector((U(-0.8, 0.8), U(-0.8, 0.8), U(-0.5, 0.8) + up))).normalized()
        b = a.cross(Vector((U(-1, 1), U(-1, 1), U(-1, 1)))).normalized()
        k = size * U(0.6, 1.4)
        nn = a.cross(b)
        i = len(v)
        v += [
            c,
            c + a * k * 0.5 + b * k * 0.28 + nn * k * 0.08,
            c + a * k + nn * -k * 0.2,
            c + a * k * 0.5 - b * k * 0.28 + nn * k * 0.08,
            c + a * k * 0.5,
        ]
        f += [(i, i + 1, i + 4), (i + 1, i + 2, i + 4), (i + 2, i + 3, i + 4), (i + 3, i, i + 4)]
    from lib import M

    m = M()
    t = m.noise(m.coord(), 7, 4)
    c = m.mix(m.ramp(t, 0.35, 0.65), tuple(q * 0.45 for q in color), color)
    c = m.mix(m.ramp(m.noise(m.coord(), 31, 2), 0.62, 0.75), c, (0.32, 0.3, 0.06))
    return mesh(v, f, m.done(c, 0.5, avg=color))


def grass(x, y, n, r=0.12, h=0.2, color=(0.1, 0.2, 0.04)):
    v, f = [], []
    for _ in range(n):
        px, py, a = x + R.gauss(0, r), y + R.gauss(0, r * 0.5), U(0, 6.28)
        k, w = h * U(0.4, 1.2), 0.004
        dx, dy = math.cos(a) * k * 0.5, math.sin(a) * k * 0.5
        i = len(v)
        v += [
            (px - w, py, 0),
            (px + w, py, 0),
            (px + dx * 0.4 - w, py + dy * 0.4, k * 0.6),
            (px + dx * 0.4 + w, py + dy * 0.4, k * 0.6),
            (px + dx, py + dy, k * 0.9),
        ]
        f += [(i, i + 1, i + 3, i + 2), (i + 2, i + 3, i + 4)]
    mesh(v, f, plain(color, 0.6, 0, 0.4, 0.3))


def cabbage(x, y, z, r=0.11):
    m = plain((0.3, 0.42, 0.14), 0.45, 0, 0.3, 0.2)
    for k in range(9):
        a0, tilt = k * 2.4, 0.25 + 0.05 * k
        rr = r * (0.8 + 0.045 * k)

        def fn(u, v):
            a = a0 + (u - 0.5) * 2.0
            t = v * 1.5
            q = rr * (math.sin(t) + 0.12 * max(0, v - 0.6) * k * 0.5) * (1 + 0.05 * math.sin(u * 40) * v)
            return (math.cos(a) * q, math.sin(a) * q, rr * (1 - math.cos(t)) * 1.1 + 0.004 * noise.noise((u * 9, v * 9, k)))

        sheet(fn, 24, 12, m, (x, y, z), (U(-0.2, 0.2), U(-0.2, 0.2), 0), 0.001)
    blob(r * 0.8, (x, y, z + r * 0.8), plain((0.5, 0.6, 0.3), 0.4, 0, 0.2, 0.1), amp=0.1)


def veg(x, y, z, kind):
    if kind == "radish":
        for i in range(3):
            a = U(-0.3, 0.3)
            o = lathe(
                [(0, -0.11), (0.006, -0.09), (0.022, -0.03), (0.03, 0.04), (0.022, 0.09), (0, 0.1)],
                (x + i * 0.06, y, z + 0.028),
                plain((0.75, 0.72, 0.66), 0.35, 0, 0.08, 0.3),
                20,
                (math.pi / 2, 0, a),
                0.2,
            )
            leaves(x + i * 0.06 + 0.13 * math.sin(a), y - 0.14, z + 0.04, 0.05, 40, (0.1, 0.28, 0.05), 0.07, 0.5)
    elif kind == "tomato":
        for i in range(5):
            o = blob(
                U(0.03, 0.036),
                (x + U(-0.08, 0.08), y + U(-0.08, 0.08), z + 0.03),
                plain((0.6, 0.06, 0.03), 0.2, 0, 0.2, 0.1),
                (1, 1, 0.8),
                0.08,
                sub=3,
            )
    elif kind == "potato":
        for i in range(7):
            blob(
                U(0.03, 0.045),
                (x + U(-0.11, 0.11), y + U(-0.09, 0.09), z + 0.03),
                plain((0.42, 0.29, 0.14), 0.7, 0, 0.2, 0.5),
                (1.25, 0.9, 0.8),
                0.2,
                sub=3,
                rot=(0, 0, U(0, 3)),
            )
    elif kind == "onion":
        g = plain((0.1, 0.3, 0.05), 0.4)
        for i in range(16):
            a = U(-0.12, 0.12)
            tube(
                [(x + i * 0.006, y, z + 0.012), (x + 0.1 * a + i * 0.006, y + 0.12, z + 0.014), (x + a + i * 0.008, y + 0.34, z + 0.012)],
                0.005,
                g,
            )
            tube([(x + i * 0.006, y - 0.06, z + 0.01), (x + i * 0.006, y + 0.01, z + 0.012)], 0.0056, plain((0.75, 0.75, 0.65), 0.4))
    elif kind == "pumpkin":
        m = plain((0.45, 0.2, 0.04), 0.45, 0, 0.3, 0.3)
        o = lathe(
            [(0.0, 0.02)] + [(0.15 * math.sin(t) + 0.0, 0.1 - 0.085 * math.cos(t)) for t in np.linspace(0.2, 2.95, 16)] + [(0, 0.17)],
            (x, y, z),
            m,
            64,
        )
        for v in o.data.vertices:
            k = 1 + 0.07 * abs(math.sin(math.atan2(v.co.y, v.co.x) * 5))
            v.co.x *= k
            v.co.y *= k
        tube([(x, y, z + 0.165), (x + 0.01, y, z + 0.19), (x + 0.03, y, z + 0.21)], 0.012, plain((0.2, 0.2, 0.08), 0.8))
    elif kind == "cabbage":
        cabbage(x, y, z)
    elif kind == "egg":
        for i in range(6):
            blob(
                0.024,
                (x + U(-0.06, 0.06), y + U(-0.06, 0.06), z + 0.022),
                plain((0.65, 0.42, 0.28), 0.4, 0, 0.06, 0.05),
                (1.25, 1, 1),
                0,
                sub=3,
                rot=(0, 0, U(0, 3)),
            )


def firewood(x, y, n=40, w=1.0, L=0.55, axis="y"):
    m = [wood(c, axis=2, worn=0.4) for c in ((0.24, 0.15, 0.08), (0.32, 0.22, 0.12), (0.15, 0.1, 0.06))]
    row, px, pz = 0, 0.0, 0.0
    for _ in range(n):
        r = U(0.025, 0.055)
        if px + r > w:
            px, pz, row = 0.0, pz + 0.075, row + 1
        rot = (math.pi / 2 + U(-0.04, 0.04), 0, U(-0.08, 0.08)) if axis == "y" else (math.pi / 2, 0, math.pi / 2 + U(-0.08, 0.08))
        p = (x + px + r, y, pz + r) if axis == "y" else (x, y + px + r, pz + r)
        lathe(
            [(0, -L / 2), (r, -L / 2), (r * U(0.9, 1.05), 0), (r * U(0.85, 1), L / 2), (0, L / 2)],
            p,
            R.choice(m),
            R.choice([5, 7, 9, 12]),
            rot,
            0.25,
            smooth=35,
        )
        px += r * 2.02


def vat(x, y, r=0.33, h=0.65, lid=True, color=(0.13, 0.07, 0.04)):
    lathe(
        [
            (0, 0),
            (r * 0.6, 0),
            (r * 0.85, h * 0.25),
            (r, h * 0.65),
            (r * 0.95, h * 0.92),
            (r * 0.86, h * 0.97),
            (r * 0.92, h),
            (r * 0.84, h),
            (r * 0.8, h * 0.9),
        ],
        (x, y, 0),
        plain(color, 0.3, 0, 0.3, 0.5, Coat_Weight=0.3),
        56,
        wob=0.02,
    )
    if lid:
        m = wood((0.34, 0.22, 0.12))
        for i in range(5):
            q = r * 0.9 * math.sqrt(max(0.05, 1 - ((i - 2) / 2.6) ** 2))
            box((q * 2, r * 0.36, 0.025), (x, y + (i - 2) * r * 0.37, h + 0.014), m, bevel=0.004)


def gas(x, y):
    m = metal_paint((0.12, 0.2, 0.24), 0.6)
    lathe(
        [
            (0.12, 0),
            (0.14, 0.0),
            (0.14, 0.05),
            (0.155, 0.08),
            (0.16, 0.12),
            (0.16, 0.42),
            (0.145, 0.5),
            (0.08, 0.55),
            (0.03, 0.56),
            (0.03, 0.6),
            (0, 0.6),
        ],
        (x, y, 0),
        m,
        48,
    )
    tube([(x + 0.1 * math.cos(a), y + 0.1 * math.sin(a), 0.64) for a in np.linspace(0.6, 5.6, 12)], 0.009, m)
    tube(
        [(x, y, 0.58), (x + 0.12, y + 0.02, 0.62), (x + 0.25, y + 0.15, 0.5), (x + 0.4, y + 0.2, 0.75)],
        0.008,
        plain((0.5, 0.25, 0.08), 0.5),
    )


def stove(x0, x1, y0, y1, h, tile, woks, soot=True):
    """Masonry range: tiled block with holes for woks, fire doors, flue."""
    body = box((x1 - x0, y1 - y0, h), ((x0 + x1) / 2, (y0 + y1) / 2, h / 2), tile, bevel=0.006)
    for wx, wy, r, lid in woks:
        cut = lathe([(0, -0.4), (r * 1.0, -0.4), (r * 1.0, 0.2), (0, 0.2)], (wx, wy, h), None, 40)
        cut.hide_render = True
        b = body.modifiers.new("hole", "BOOLEAN")
        b.object, b.operation = cut, "DIFFERENCE"
        lathe(
            [(r * 0.98, 0.002), (r * 1.1, 0.002), (r * 1.12, 0.012), (r * 1.0, 0.018)],
            (wx, wy, h),
            plain((0.05, 0.045, 0.04), 0.8, 0, 0.3, 0.5),
            48,
        )
        wok(wx, wy, h - 0.01, r, False)
        if lid:
            wok(wx, wy, h + 0.05, r * 0.96, True)
        else:
            tube(
                [(wx + r * 0.3, wy, h - 0.07), (wx + r * 0.9, wy - r * 0.3, h + 0.1), (wx + r * 1.3, wy - r * 0.45, h + 0.17)],
                0.008,
                wood((0.35, 0.22, 0.12)),
            )
            lathe([(0, -0.06), (0.05, -0.05), (0.065, -0.03)], (wx + r * 0.25, wy, h - 0.03), steel(0.3), rot=(0.4, 0.3, 0))
        # fire door
        box((0.26, 0.012, 0.2), (wx, y0 - 0.004, h * 0.4), plain((0.012, 0.01, 0.009), 0.9), bevel=0.02)
        blob(0.05, (wx + U(-0.05, 0.05), y0 + 0.0, h * 0.28), plain((0.03, 0.028, 0.026), 1), (2.4, 0.6, 0.5), 0.3)
        for _ in range(4):
            tube(
                [(wx + U(-0.08, 0.08), y0 + 0.02, h * 0.34), (wx + U(-0.2, 0.2), y0 - U(0.25, 0.5), U(0.1, 0.25))],
                U(0.012, 0.022),
                wood((0.2, 0.13, 0.08), axis=0),
                "POLY",
            )


def shelf(x, y, z, w, n=6):
    m = wood((0.25, 0.15, 0.08), axis=0)
    box((w, 0.2, 0.025), (x, y - 0.1, z), m, bevel=0.004)
    for s in (-1, 1):
        tube([(x + s * w * 0.4, y, z - 0.14), (x + s * w * 0.4, y - 0.17, z - 0.015)], 0.01, m, "POLY")
    for i in range(n):
        px = x - w / 2 + w * (i + 0.5) / n
        k = R.random()
        if k < 0.55:
            bottle(
                px,
                y - 0.1,
                z + 0.013,
                R.choice([(0.02, 0.1, 0.04), (0.15, 0.05, 0.01), (0.5, 0.48, 0.4), (0.4, 0.3, 0.05)]),
                U(0.18, 0.28),
                prints.label(R.randint(1, 12)),
                R.choice([(0.6, 0.05, 0.04), (0.05, 0.2, 0.5), (0.7, 0.6, 0.1)]),
            )
        elif k < 0.8:
            lathe(
                [(0, 0), (0.045, 0), (0.05, 0.01), (0.05, 0.1), (0.04, 0.115), (0.042, 0.13), (0, 0.135)],
                (px, y - 0.1, z + 0.013),
                plain(R.choice([(0.55, 0.5, 0.45), (0.4, 0.08, 0.05), (0.2, 0.1, 0.05)]), 0.25),
            )
        else:
            for q in range(3):
                bowl(px, y - 0.1, z + 0.013 + q * 0.025, 0.065)


# ---------------------------------------------------------------- bedding
def quilt(x0, x1, y0, y1, z, mat, thick=0.06, amp=0.035, drop=0.25, seed=0.0):
    """Bulky quilt spread over a bed, hanging over the +x and -y edges."""
    W, L = x1 - x0, y1 - y0

    def fn(u, v):
        x, y = x0 + u * (W + drop), y0 - drop + v * (L + drop)
        h = thick + amp * (
            noise.fractal((x * 2.2 + seed, y * 2.2, seed), 1, 2, 5)
            + 0.9 * abs(noise.noise((x * 1.3 + y * 2.1, y * 1.2 - x, seed + 4)))
            - 0.2
        )
        ridge = 1 - abs(noise.noise((x * 3.1 + seed, y * 1.7, 2.2)) * 2)
        h += amp * 0.55 * max(0, ridge) ** 3
        zz, ox, oy = z + h, 0.0, 0.0
        ex, ey = x - x1, y0 - y
        if ex > 0:
            t = min(ex / 0.09, 1.57)
            zz = z + (thick + 0.02) * math.cos(t) - max(0, ex - 0.09)
            x = x1 + 0.05 * math.sin(t) + 0.03 * noise.noise((y * 5, zz * 2, seed))
        if ey > 0:
            t = min(ey / 0.09, 1.57)
            zz = min(zz, z + (thick + 0.02) * math.cos(t) - max(0, ey - 0.09))
            y = y0 - 0.05 * math.sin(t) - 0.03 * noise.noise((x * 5, zz * 2, seed + 7))
        return (x, y, zz)

    return sheet(fn, 150, 150, mat, thick=0.012)


def folded(x, y, z, w, d, h, mat, rot=0.0, layers=4):
    """Folded quilt or blanket."""
    for i in range(layers):
        k = h / layers
        s = U(0, 99)

        def fn(u, v):
            a = v * 2 * math.pi
            px = (u - 0.5) * (w + 0.02 * noise.noise((s, i, 0)))
            yy = math.copysign(abs(math.cos(a)) ** 0.35, math.cos(a)) * d / 2
            zz = math.copysign(abs(math.sin(a)) ** 0.7, math.sin(a)) * k / 2
            n = 0.012 * noise.fractal((px * 5 + s, yy * 5, zz * 9), 1, 2, 4)
            return (px + n, yy * (1 + n * 2) + n, zz + n)

        o = sheet(fn, 60, 60, mat, (x, y, z + k * (i + 0.5)), (0, 0, rot + U(-0.03, 0.03)))


def pillow(x, y, z, mat, w=0.55, d=0.32, rot=0.0):
    s = U(0, 99)

    def fn(u, v):
        a, b = (u - 0.5) * 2, (v - 0.5) * 2
        return (a * w / 2, b * d / 2, 0)

    for sg in (1, -1):

        def f2(u, v, sg=sg):
            a, b = (u - 0.5) * 2, (v - 0.5) * 2
            k = max(0, (1 - abs(a) ** 3.2)) ** 0.5 * max(0, (1 - abs(b) ** 3.2)) ** 0.5
            n = noise.fractal((a * 2 + s, b * 2, sg), 1, 2, 4)
            pin = 1 - 0.06 * (1 - abs(a)) * abs(b) ** 3
            return (a * w / 2 * (1 - 0.05 * abs(b) ** 2 * 0) * pin, b * d / 2 * pin, 0.06 + sg * 0.062 * k * (1 + 0.25 * n) + 0.01 * n)

        sheet(f2, 50, 40, mat, (x, y, z), (0, 0, rot))


def bedframe(x0, x1, y0, y1, h, mat, posts=1.95, head="y1"):
    for x in (x0, x1):
        for y in (y0, y1):
            box((0.07, 0.07, posts), (x, y, posts / 2), LEG(mat), (0, 0, 0), 0.008, 0.003)
    for y in (y0, y1):
        box((x1 - x0, 0.035, 0.16), ((x0 + x1) / 2, y, h - 0.06), mat, bevel=0.006)
        if posts > 1.2:
            box((x1 - x0, 0.03, 0.04), ((x0 + x1) / 2, y, posts - 0.02), mat, bevel=0.004)
    for x in (x0, x1):
        box((y1 - y0, 0.035, 0.16), (x, (y0 + y1) / 2, h - 0.06), mat, (0, 0, math.pi / 2), 0.006)
        if posts > 1.2:
            box((y1 - y0, 0.03, 0.04), (x, (y0 + y1) / 2, posts - 0.02), mat, (0, 0, math.pi / 2), 0.004)
    box((x1 - x0, y1 - y0, 0.03), ((x0 + x1) / 2, (y0 + y1) / 2, h), mat, bevel=0)
    for i in range(6):  # head board slats
        x = x0 + (x1 - x0) * (i + 0.5) / 6
        box((0.06, 0.02, 0.45), (x, y1, h + 0.25), LEG(mat), bevel=0.004)
    box((x1 - x0, 0.03, 0.07), ((x0 + x1) / 2, y1, h + 0.5), mat, bevel=0.006)


# ---------------------------------------------------------------- outdoors
def tiles(x0, x1, y_eave, z_eave, slope, rows, mat, pitch=0.2, gaps=0.0, step=0.13, both=True):
    """Clay pan and cover tiles rising towards +y."""

    def arc(sgn):
        def fn(u, v):
            a = (u - 0.5) * 2.3
            return (math.sin(a) * pitch * 0.55, v * 0.24, sgn * (math.cos(a) - 0.6) * pitch * 0.42)

        o = sheet(fn, 8, 1, mat, thick=0.012)
        return o

    pan, cover = arc(-1), arc(1)
    n = int((x1 - x0) / pitch)
    for i in range(n + 1):
        for j in range(rows):
            for o, dx, dz in ((pan, 0, 0), (cover, pitch / 2, 0.045)):
                if R.random() < gaps or (not both and o is cover and R.random() < 0.1):
                    continue
                s = j * step
                copy(
                    o,
                    (
                        x0 + i * pitch + dx + U(-0.008, 0.008),
                        y_eave + s * math.cos(slope) + U(-0.012, 0.012),
                        z_eave + s * math.sin(slope) + dz + U(-0.004, 0.008) + 0.01,
                    ),
                    (slope - 0.06 + U(-0.02, 0.02), U(-0.05, 0.05), U(-0.05, 0.05)),
                )
    pan.hide_render = cover.hide_render = True
    pan.location.z = cover.location.z = -50


def plate(x, y, z, w=0.26, h=0.17, col=(0.02, 0.1, 0.35)):
    """Door plate with nothing on it."""
    box((w, 0.006, h), (x, y, z), plain(col, 0.25, 0, 0.12, 0.3, Coat_Weight=0.3), (0, 0, U(-0.02, 0.02)), 0.004)
    box((w * 0.9, 0.007, h * 0.3), (x, y - 0.0012, z - h * 0.22), plain((0.75, 0.75, 0.72), 0.3, 0, 0.05, 0.3), bevel=0.001)
    for s in (-1, 1):
        lathe([(0.006, 0), (0.004, 0.004), (0, 0.005)], (x + s * w * 0.44, y - 0.004, z), steel(), 12, (math.pi / 2, 0, 0))


def hills(seed_y=26):
    from lib import M

    for k, (y, h, c) in enumerate(((40, 11, (0.1, 0.16, 0.05)), (80, 24, (0.15, 0.22, 0.13)), (150, 42, (0.32, 0.4, 0.36)))):
        s = U(0, 99)

        def fn(u, v):
            x = (u - 0.5) * y * 4
            return (
                x,
                y + v * 12,
                v**0.6 * h * (1 + 0.7 * noise.noise((u * 3.5 + s, k, 0)) + 0.1 * noise.fractal((u * 40, v * 4, s), 1, 2, 4)),
            )

        m = M()
        t = m.noise(m.coord(), 1.3 / (k + 1), 8, 0.75)
        sheet(fn, 160, 12, m.done(m.mix(m.ramp(t, 0.35, 0.65), tuple(q * 0.35 for q in c), c), 1, avg=c))


def meter(x, y, z):
    box((0.2, 0.1, 0.3), (x, y - 0.05, z), plain((0.5, 0.5, 0.48), 0.5, 0, 0.1, 0.5), bevel=0.01)
    box((0.12, 0.004, 0.1), (x, y - 0.101, z + 0.05), plain((0.05, 0.06, 0.06), 0.08), bevel=0.001)
    tube([(x, y - 0.04, z - 0.15), (x + 0.01, y - 0.03, z - 0.7), (x + 0.05, y - 0.02, z - 1.2)], 0.009, plain((0.5, 0.5, 0.48), 0.5))
    tube(
        [(x + 0.05, y - 0.03, z + 0.15), (x + 0.08, y - 0.03, z + 0.8), (x + 0.6, y - 0.06, z + 1.1), (x + 3, y - 0.1, z + 1.2)],
        0.007,
        plain((0.03, 0.03, 0.03), 0.5),
    )


def crackline(x, z, y, L, ang, w=0.012, depth=0, m=None):
    """Jagged opening in a wall facing -y."""
    m = m or plain((0.008, 0.007, 0.006), 1)
    pts, a = [(x, z)], ang
    n = max(4, int(L / 0.035))
    for i in range(n):
        a += U(-0.55, 0.55) + (ang - a) * 0.35
        pts.append((pts[-1][0] + math.cos(a) * L / n, pts[-1][1] + math.sin(a) * L / n))
        if depth < 2 and R.random() < 0.09:
            crackline(*pts[-1], y, L * U(0.2, 0.45), a + R.choice([-1, 1]) * U(0.5, 1.0), w * 0.5, depth + 1, m)
    v, f = [], []
    for i, (px, pz) in enumerate(pts):
        q = w * (1 - (i / n) ** 2) * U(0.3, 1.1) + 0.001
        nx, nz = -math.sin(ang), math.cos(ang)
        v += [(px - nx * q / 2, y, pz - nz * q / 2), (px + nx * q / 2, y, pz + nz * q / 2)]
        if i:
            f.append((2 * i - 2, 2 * i - 1, 2 * i + 1, 2 * i))
    mesh(v, f, m)
