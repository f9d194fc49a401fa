# mypy: ignore-errors
"""Building blocks for the rendered demo photographs: meshes, materials, light, camera.

Everything is procedural (Blender Cycles through the PyPI package bpy); the only
images used are drawn by prints.py (papers, fabric prints, couplets).
Units are metres, z is up, the camera usually looks along +y.
"""

import math
import random

import bpy
import numpy as np
from mathutils import Euler, Vector, noise

R = random.Random(0)  # re-seeded by reset()


# ---------------------------------------------------------------- scene
def reset(seed):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    R.seed(seed)
    noise.seed_set(seed + 1)
    w = bpy.data.worlds.new("w")
    bpy.context.scene.world = w
    w.use_nodes = True


def world(color, strength=1.0, ground=None):
    """Sky dome: `color` above, `ground` below the horizon."""
    nt = bpy.context.scene.world.node_tree
    bg = nt.nodes["Background"]
    bg.inputs["Strength"].default_value = strength
    co = nt.nodes.new("ShaderNodeTexCoord")
    sep = nt.nodes.new("ShaderNodeSeparateXYZ")
    ramp = nt.nodes.new("ShaderNodeValToRGB")
    mp = nt.nodes.new("ShaderNodeMapRange")
    mp.inputs[1].default_value, mp.inputs[2].default_value = -1, 1
    nt.links.new(co.outputs["Generated"], sep.inputs[0])
    nt.links.new(sep.outputs["Z"], mp.inputs[0])
    nt.links.new(mp.outputs[0], ramp.inputs[0])
    nt.links.new(ramp.outputs[0], bg.inputs["Color"])
    e = ramp.color_ramp.elements
    g = ground or tuple(c * 0.35 for c in color)
    e[0].position, e[0].color = 0.46, (*g, 1)
    e[1].position, e[1].color = 0.54, (*color, 1)


def camera(loc, target, lens=26, roll=0.0, fstop=7, focus=None, portrait=False):
    c = bpy.data.cameras.new("cam")
    o = bpy.data.objects.new("cam", c)
    bpy.context.collection.objects.link(o)
    o.location = loc
    d = Vector(target) - Vector(loc)
    q = d.to_track_quat("-Z", "Y")
    o.rotation_mode = "QUATERNION"
    o.rotation_quaternion = q @ Euler((0, 0, math.radians(roll))).to_quaternion()
    c.sensor_width, c.lens, c.sensor_fit = 36, lens, "AUTO"
    c.clip_start = 0.01
    c.dof.use_dof = True
    c.dof.focus_distance = focus or d.length
    c.dof.aperture_fstop = fstop
    s = bpy.context.scene
    s.camera = o
    s.render.resolution_x, s.render.resolution_y = (1200, 1600) if portrait else (1600, 1200)


def area(loc, target, size, power, color=(1, 1, 1), spread=180):
    """Rectangular light; windows and door openings use it."""
    l = bpy.data.lights.new("area", "AREA")
    l.shape, l.energy, l.color = "RECTANGLE", power, color
    l.size, l.size_y = size
    l.spread = math.radians(spread)
    o = bpy.data.objects.new("area", l)
    bpy.context.collection.objects.link(o)
    o.location = loc
    o.rotation_euler = (Vector(target) - Vector(loc)).to_track_quat("-Z", "Y").to_euler()
    o.visible_camera = False
    return o


def sun(direction, power, color=(1, 0.93, 0.82), angle=0.6):
    l = bpy.data.lights.new("sun", "SUN")
    l.energy, l.color, l.angle = power, color, math.radians(angle)
    o = bpy.data.objects.new("sun", l)
    bpy.context.collection.objects.link(o)
    o.rotation_euler = Vector(direction).to_track_quat("-Z", "Y").to_euler()


def lamp(loc, power, color=(1, 0.72, 0.42), r=0.03):
    l = bpy.data.lights.new("pt", "POINT")
    l.energy, l.color, l.shadow_soft_size = power, color, r
    o = bpy.data.objects.new("pt", l)
    bpy.context.collection.objects.link(o)
    o.location = loc


# ---------------------------------------------------------------- meshes
def mesh(verts, faces, mat, uv=None, smooth=None, loc=(0, 0, 0), rot=(0, 0, 0)):
    me = bpy.data.meshes.new("m")
    me.from_pydata([tuple(v) for v in verts], [], [tuple(f) for f in faces])
    if uv is not None:  # uv per vertex
        lay = me.uv_layers.new()
        for lp in me.loops:
            lay.data[lp.index].uv = uv[lp.vertex_index]
    me.update()
    if smooth is not None:
        for p in me.polygons:
            p.use_smooth = True
        me.set_sharp_from_angle(angle=math.radians(smooth))
    if mat:
        me.materials.append(mat)
    o = bpy.data.objects.new("o", me)
    bpy.context.collection.objects.link(o)
    o.location, o.rotation_euler = loc, rot
    return o


CUBE_F = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]


def box(size, loc, mat, rot=(0, 0, 0), bevel=0.004, wob=0.0):
    """Box centred on loc; wob skews the corners (hand-made timber)."""
    x, y, z = (s / 2 for s in size)
    v = [
        (sx * x + R.uniform(-wob, wob), sy * y + R.uniform(-wob, wob), sz * z + R.uniform(-wob, wob))
        for sx in (-1, 1)
        for sy in (-1, 1)
        for sz in (-1, 1)
    ]
    o = mesh(v, CUBE_F, mat, loc=loc, rot=rot)
    if bevel:
        b = o.modifiers.new("b", "BEVEL")
        b.width, b.segments = bevel, 2
        o.data.polygons.foreach_set("use_smooth", [True] * 6)
        o.data.set_sharp_from_angle(angle=math.radians(30))
    return o


def lathe(profile, loc, mat, seg=40, rot=(0, 0, 0), wob=0.0, scale=1.0, smooth=38):
    """Turned object from (radius, height) pairs."""
    v, f, n = [], [], len(profile)
    for i in range(seg):
        a = 2 * math.pi * i / seg
        for r, z in profile:
            k = 1 + (wob * noise.noise((math.cos(a) * 1.5 + loc[0] * 9, math.sin(a) * 1.5 + loc[1] * 9, z * 6)) if wob else 0)
            v.append((r * k * scale * math.cos(a), r * k * scale * math.sin(a), z * scale))
    for i in range(seg):
        for j in range(n - 1):
            a, b = i * n + j, ((i + 1) % seg) * n + j
            f.append((a, b, b + 1, a + 1))
    return mesh(v, f, mat, smooth=smooth, loc=loc, rot=rot)


def tube(pts, r, mat, kind="BEZIER", res=6):
    """Cable, wire, handle or pole through pts."""
    cu = bpy.data.curves.new("c", "CURVE")
    cu.dimensions, cu.bevel_depth, cu.bevel_resolution, cu.resolution_u = "3D", r, 3, res
    cu.use_fill_caps = True
    sp = cu.splines.new(kind)
    if kind == "BEZIER":
        sp.bezier_points.add(len(pts) - 1)
        for b, p in zip(sp.bezier_points, pts):
            b.co = p
            b.handle_left_type = b.handle_right_type = "AUTO"
    else:
        sp.points.add(len(pts) - 1)
        for b, p in zip(sp.points, pts):
            b.co = (*p, 1)
    cu.materials.append(mat)
    o = bpy.data.objects.new("t", cu)
    bpy.context.collection.objects.link(o)
    return o


def sag(a, b, drop, n=9, jit=0.01):
    """Points of a hanging cable."""
    a, b = Vector(a), Vector(b)
    return [tuple(a.lerp(b, t) + Vector((R.uniform(-jit, jit), 0, -drop * 4 * t * (1 - t)))) for t in np.linspace(0, 1, n)]


def sheet(fn, nx, ny, mat, loc=(0, 0, 0), rot=(0, 0, 0), thick=0.0, smooth=60):
    """Grid surface fn(u, v) -> (x, y, z) with UVs: paper, cloth, quilt."""
    v = [fn(i / nx, j / ny) for j in range(ny + 1) for i in range(nx + 1)]
    uv = [(i / nx, j / ny) for j in range(ny + 1) for i in range(nx + 1)]
    f = [(j * (nx + 1) + i, j * (nx + 1) + i + 1, (j + 1) * (nx + 1) + i + 1, (j + 1) * (nx + 1) + i) for j in range(ny) for i in range(nx)]
    o = mesh(v, f, mat, uv=uv, smooth=smooth, loc=loc, rot=rot)
    if thick:
        s = o.modifiers.new("s", "SOLIDIFY")
        s.thickness = thick
    return o


def paper(w, h, mat, loc, rot=(math.pi / 2, 0, 0), curl=0.01, tilt=0.0):
    """Sheet of paper lying on a wall (facing -y) or, with rot=(0,0,a), on a table."""
    s = R.random() * 50

    def fn(u, v):
        e = max(0, abs(v - 0.5) * 2 - 0.6) ** 2 + max(0, abs(u - 0.5) * 2 - 0.6) ** 2 * R.uniform(0.9, 1)
        z = (
            0.003
            + curl * (0.35 * noise.noise((u * 2.3 + s, v * 2.3, s)) + 0.35)
            + curl * 3 * e * (0.5 + 0.5 * noise.noise((s, u * 2, v * 2)))
        )
        x, y = (u - 0.5) * w, (v - 0.5) * h
        c, q = math.cos(tilt), math.sin(tilt)
        return (x * c - y * q, x * q + y * c, max(z, 0.0015))

    return sheet(fn, 18, 18, mat, loc=loc, rot=rot)


def blob(r, loc, mat, squash=(1, 1, 1), amp=0.15, freq=1.5, sub=4, rot=(0, 0, 0)):
    """Noisy sphere: vegetables, stones, sacks, bushes."""
    bpy.ops.mesh.primitive_ico_sphere_add(subdivisions=sub, radius=1)
    o = bpy.context.object
    s = R.random() * 99
    for v in o.data.vertices:
        k = 1 + amp * noise.fractal(v.co * freq + Vector((s, s, s)), 1, 2, 4)
        v.co = Vector((v.co.x * squash[0], v.co.y * squash[1], v.co.z * squash[2])) * r * k
    for p in o.data.polygons:
        p.use_smooth = True
    o.data.materials.append(mat)
    o.location, o.rotation_euler = loc, rot
    return o


def copy(o, loc, rot=None, scale=None):
    c = o.copy()
    bpy.context.collection.objects.link(c)
    c.location = loc
    if rot is not None:
        c.rotation_mode = "XYZ"
        c.rotation_euler = rot
    if scale is not None:
        c.scale = scale if hasattr(scale, "__len__") else (scale,) * 3
    return c


def wall(a, b, h, mat, holes=(), t=0.24):
    """Wall from a to b (x, y), thickness outwards to the right of a->b; holes (u0, u1, z0, z1)."""
    a, b = Vector((*a, 0)), Vector((*b, 0))
    d = b - a
    L, d = d.length, d.normalized()
    nrm = Vector((d.y, -d.x, 0))
    ang = math.atan2(d.y, d.x)

    def piece(u0, u1, z0, z1):
        if u1 - u0 > 1e-4 and z1 - z0 > 1e-4:
            c = a + d * (u0 + u1) / 2 + nrm * t / 2 + Vector((0, 0, (z0 + z1) / 2))
            box((u1 - u0, t, z1 - z0), c, mat, rot=(0, 0, ang), bevel=0)

    u = 0
    for u0, u1, z0, z1 in sorted(holes):
        piece(u, u0, 0, h)
        piece(u0, u1, 0, z0)
        piece(u0, u1, z1, h)
        u = u1
    piece(u, L, 0, h)


# ---------------------------------------------------------------- materials
class M:
    """Short-hand for shader nodes: m.n("TexNoise", Scale=4) returns the node."""

    def __init__(self, name="m"):
        self.mat = bpy.data.materials.new(name)
        self.mat.use_nodes = True
        self.t = self.mat.node_tree
        self.p = self.t.nodes["Principled BSDF"]

    def put(self, sock, v):
        if isinstance(v, bpy.types.NodeSocket):
            self.t.links.new(v, sock)
        elif hasattr(v, "__len__") and len(v) == 3 and sock.type == "RGBA":
            sock.default_value = (*v, 1)
        else:
            sock.default_value = v

    def n(self, kind, props=None, **ins):
        nd = self.t.nodes.new("ShaderNode" + kind)
        for k, v in (props or {}).items():
            setattr(nd, k, v)
        for k, v in ins.items():
            self.put(nd.inputs[int(k[1:])] if k[0] == "_" else nd.inputs[k.replace("_", " ")], v)
        return nd

    def set(self, **ins):
        for k, v in ins.items():
            self.put(self.p.inputs[k.replace("_", " ")], v)
        return self

    def coord(self, space="pos", scale=(1, 1, 1), rot=(0, 0, 0)):
        if space == "pos":
            v = self.n("NewGeometry").outputs["Position"]
        else:
            v = self.n("TexCoord").outputs[{"obj": "Object", "uv": "UV", "gen": "Generated"}[space]]
            if space == "obj":  # every object gets its own piece of the pattern
                r = self.n("ObjectInfo").outputs["Random"]
                r = self.n("Math", {"operation": "MULTIPLY"}, _0=r, _1=37.0).outputs[0]
                v = self.n("VectorMath", {"operation": "ADD"}, _0=v, _1=r).outputs[0]
        return self.n("Mapping", Vector=v, Scale=scale, Rotation=rot).outputs[0]

    def noise(self, co, scale, detail=6, rough=0.55, dist=0.0):
        return self.n("TexNoise", Vector=co, Scale=scale, Detail=detail, Roughness=rough, Distortion=dist).outputs[0]

    def ramp(self, fac, lo, hi, a=0.0, b=1.0):
        return self.n("MapRange", {"interpolation_type": "SMOOTHSTEP"}, _0=fac, _1=lo, _2=hi, _3=a, _4=b).outputs[0]

    def math(self, op, a, b=0.0):
        return self.n("Math", {"operation": op}, _0=a, _1=b).outputs[0]

    def mix(self, fac, a, b, mode="MIX"):
        nd = self.n("Mix", {"data_type": "RGBA", "blend_type": mode})
        self.put(nd.inputs[0], fac)
        self.put(nd.inputs[6], a)
        self.put(nd.inputs[7], b)
        return nd.outputs[2]

    def bump(self, h, strength, dist=0.01, normal=None):
        nd = self.n("Bump", Height=h, Strength=strength, Distance=dist)
        if normal:
            self.put(nd.inputs["Normal"], normal)
        return nd.outputs[0]

    def done(self, col=None, rough=None, h=None, strength=0.4, dist=0.01, normal=None, avg=None, **kw):
        if col is not None:
            self.set(Base_Color=col)
        if rough is not None:
            self.set(Roughness=rough)
        if h is not None:
            self.set(Normal=self.bump(h, strength, dist, normal))
        self.set(**kw)
        if avg:  # bounced light sees only a flat colour: several times faster
            mx = self.n(
                "MixShader",
                _0=self.n("LightPath").outputs["Is Camera Ray"],
                _1=self.n("BsdfDiffuse", Color=avg).outputs[0],
                _2=self.p.outputs[0],
            )
            self.t.links.new(mx.outputs[0], self.t.nodes["Material Output"].inputs[0])
        return self.mat


def plain(color, rough=0.5, metal=0.0, var=0.12, dirt=0.25, **kw):
    """Everyday object: slight mottling, grime in patches, finger-mark roughness."""
    m = M()
    co = m.coord("obj")
    a = m.noise(co, 9)
    d = m.ramp(m.noise(co, 22, 5, 0.7), 0.5, 0.75)
    c = m.mix(m.ramp(a, 0.3, 0.7, 0, 1), tuple(x * (1 - var) for x in color), tuple(min(1, x * (1 + var)) for x in color))
    c = m.mix(m.math("MULTIPLY", d, dirt), c, tuple(x * 0.35 + 0.02 for x in color))
    return m.done(
        c,
        m.ramp(m.noise(co, 30), 0.3, 0.7, max(0.03, rough - 0.12), min(1, rough + 0.15)),
        h=m.noise(co, 60),
        strength=0.06,
        Metallic=metal,
        avg=tuple(c * 0.9 for c in color) if not kw.get("Transmission_Weight") else None,
        **kw,
    )


def wood(color, dark=None, axis=0, grain=1.0, rough=0.55, worn=0.35, gloss_var=0.15, paint=None):
    """Sawn timber, grain along the object's own axis; optional flaking paint."""
    m = M()
    sc = [14 * grain] * 3
    sc[axis] = 0.9 * grain
    co = m.coord("obj", tuple(sc))
    base = m.coord("obj")
    dark = dark or tuple(c * 0.42 for c in color)
    g1 = m.noise(co, 1.3, 5, 0.62, 0.6)
    g2 = m.noise(co, 6, 4, 0.7)
    ring = m.n(
        "TexWave",
        {"wave_type": "BANDS", "bands_direction": "XYZ"[(axis + 1) % 3]},
        Vector=co,
        Scale=0.35,
        Distortion=7.0,
        Detail=3.0,
        Detail_Scale=1.2,
    ).outputs[1]
    g = m.math("ADD", m.math("MULTIPLY", g1, 0.65), m.math("MULTIPLY", ring, 0.12))
    g = m.math("ADD", g, m.math("MULTIPLY", g2, 0.2))
    c = m.mix(m.ramp(g, 0.3, 0.75), dark, color)
    c = m.mix(m.math("MULTIPLY", m.ramp(m.noise(base, 2.3, 5, 0.6), 0.45, 0.75), worn), c, tuple(min(1, x * 1.35 + 0.04) for x in color))
    c = m.mix(m.math("MULTIPLY", m.ramp(m.noise(base, 5, 5, 0.7), 0.55, 0.72), 0.6), c, tuple(x * 0.3 for x in dark))
    tint = m.n("ObjectInfo").outputs["Random"]
    c = m.mix(m.ramp(tint, 0, 1, 0, 0.35), c, tuple(x * 0.55 for x in dark))
    h = g
    if paint:
        pm = m.ramp(m.noise(m.coord("obj", tuple(s * 0.35 for s in sc)), 1.6, 9, 0.72), 0.40, 0.46)
        pc = m.mix(m.ramp(m.noise(base, 4, 5), 0.3, 0.7), tuple(x * 0.72 for x in paint), paint)
        c = m.mix(pm, c, pc)
        h = m.math("ADD", m.math("MULTIPLY", g, 0.5), m.math("MULTIPLY", pm, 0.5))
    return m.done(
        c,
        m.ramp(g2, 0.3, 0.7, rough - gloss_var, min(1, rough + 0.2)),
        h=h,
        strength=0.5,
        dist=0.003,
        avg=tuple(x * 0.5 for x in paint or color),
    )


def plaster(color, dado=None, dado_h=1.0, stain=0.6, peel=0.0, under=(0.33, 0.26, 0.2), damp=0.5, crack=0.0, rough_bump=0.5, stain_at=None):
    """Old whitewash in world space: trowel marks, streaks, rising damp, peeling, cracks.

    stain_at: list of (x, y, z, radius) for a strong brown leak mark."""
    m = M()
    co = m.coord()
    z = m.n("SeparateXYZ", Vector=co).outputs["Z"]
    big, mid, fine = m.noise(co, 0.7, 6, 0.6), m.noise(co, 3.2, 5, 0.6), m.noise(co, 38, 6, 0.6)
    c = m.mix(m.ramp(big, 0.3, 0.7), tuple(x * 0.82 for x in color), color)
    c = m.mix(m.math("MULTIPLY", m.ramp(mid, 0.45, 0.7), 0.35), c, tuple(x * y for x, y in zip(color, (0.78, 0.7, 0.58))))
    if dado:
        edge = m.math("ADD", z, m.math("MULTIPLY", mid, 0.025))
        dm = m.ramp(edge, dado_h - 0.002, dado_h + 0.004, 1, 0)
        scuff = m.ramp(m.noise(m.coord(scale=(1, 1, 2)), 6, 10, 0.75), 0.56, 0.66)
        dc = m.mix(m.ramp(mid, 0.3, 0.7), tuple(x * 0.75 for x in dado), dado)
        c = m.mix(dm, c, m.mix(m.math("MULTIPLY", scuff, 0.7), dc, tuple(x * 0.7 for x in color)))
    # vertical water streaks from the top
    st = m.ramp(m.noise(m.coord(scale=(5, 5, 0.35)), 1.1, 7, 0.62, 0.3), 0.5, 0.72)
    st = m.math("MULTIPLY", st, m.ramp(big, 0.38, 0.62))
    c = m.mix(m.math("MULTIPLY", st, stain), c, (0.23, 0.16, 0.085), "MIX")
    # soot and grime blotches, rising damp at the foot
    c = m.mix(m.math("MULTIPLY", m.ramp(m.noise(co, 1.6, 7, 0.68), 0.52, 0.7), stain * 0.55), c, tuple(x * 0.35 for x in color))
    dz = m.math("ADD", m.math("MULTIPLY", z, 1.3), m.math("MULTIPLY", mid, 1.1))
    c = m.mix(m.math("MULTIPLY", m.ramp(dz, 0.55, 1.15, 1, 0), damp), c, (0.12, 0.105, 0.08))
    # small scratches and splashes
    c = m.mix(m.math("MULTIPLY", m.ramp(m.noise(co, 14, 7, 0.8), 0.62, 0.68), 0.5), c, tuple(x * 0.45 for x in color))
    for sx, sy, sz, sr in stain_at or ():
        dv = m.n("VectorMath", {"operation": "DISTANCE"}, _0=co, _1=(sx, sy, sz)).outputs["Value"]
        dv = m.math(
            "ADD", m.math("MULTIPLY", dv, 1 / sr), m.math("MULTIPLY", m.math("SUBTRACT", m.noise(co, 2.2 / sr**0.5, 5, 0.62), 0.5), 1.5)
        )
        c = m.mix(m.ramp(dv, 0.35, 1.0, 0.55, 0), c, (0.3, 0.2, 0.1))
        c = m.mix(m.math("MULTIPLY", m.ramp(dv, 0.78, 0.93), m.ramp(dv, 0.93, 1.02, 0.75, 0)), c, (0.2, 0.11, 0.045))
        c = m.mix(m.math("MULTIPLY", m.ramp(m.noise(co, 30, 5, 0.8), 0.52, 0.62), m.ramp(dv, 0.3, 0.95, 0.85, 0)), c, (0.035, 0.035, 0.028))
    h = m.math("ADD", m.math("MULTIPLY", mid, 0.7), m.math("MULTIPLY", fine, 0.25))
    h = m.math("ADD", h, m.math("MULTIPLY", m.noise(m.coord(scale=(1, 1, 3)), 1.5, 3), 1.2))
    if peel:
        pm = m.ramp(m.noise(co, 1.25, 8, 0.62), 1 - peel - 0.012, 1 - peel + 0.012)
        uc = m.mix(m.ramp(m.noise(co, 9, 5, 0.7), 0.35, 0.65), tuple(x * 0.6 for x in under), under)
        c = m.mix(pm, c, uc)
        h = m.math("SUBTRACT", h, m.math("MULTIPLY", pm, 1.6))
    if crack:
        wob = m.n(
            "VectorMath",
            {"operation": "ADD"},
            _0=co,
            _1=m.n(
                "VectorMath", {"operation": "SCALE"}, _0=m.n("TexNoise", Vector=co, Scale=2.5, Detail=8.0).outputs[1], Scale=0.5
            ).outputs[0],
        ).outputs[0]
        v = m.n("TexVoronoi", {"feature": "DISTANCE_TO_EDGE"}, Vector=wob, Scale=0.55).outputs["Distance"]
        wid = m.math("MULTIPLY", m.ramp(m.noise(co, 0.8, 2), 0.42, 0.62), 0.0038 * crack)
        cm = m.math("LESS_THAN", v, wid)
        c = m.mix(cm, c, (0.02, 0.016, 0.012))
        h = m.math("SUBTRACT", h, m.math("MULTIPLY", cm, 2.5))
    ao = m.n("AmbientOcclusion", {"samples": 2}, Distance=0.35).outputs["AO"]
    c = m.mix(m.ramp(ao, 0.45, 0.95, 0.55, 0), c, tuple(x * 0.3 for x in color))
    return m.done(c, 0.92, h=h, strength=rough_bump, dist=0.012, avg=tuple(x * 0.78 for x in color))


def concrete(color=(0.3, 0.285, 0.26), wet=0.25, crack=1.0, rough=0.75):
    m = M()
    co = m.coord()
    a, b = m.noise(co, 0.9, 5, 0.62), m.noise(co, 7, 6, 0.7)
    c = m.mix(m.ramp(a, 0.3, 0.7), tuple(x * 0.55 for x in color), tuple(x * 1.2 for x in color))
    c = m.mix(m.math("MULTIPLY", m.ramp(b, 0.45, 0.7), 0.4), c, tuple(x * 0.5 for x in color))
    c = m.mix(m.math("MULTIPLY", m.ramp(m.noise(co, 2.2, 7, 0.75), 0.58, 0.66), 0.55), c, (0.06, 0.05, 0.04))
    c = m.mix(m.math("MULTIPLY", m.ramp(m.noise(co, 45, 4, 0.8), 0.62, 0.7), 0.5), c, tuple(min(1, x * 1.8) for x in color))
    h = m.math("ADD", m.math("MULTIPLY", a, 0.8), m.math("MULTIPLY", m.noise(co, 25, 5, 0.7), 0.25))
    if crack:
        wob = m.n(
            "VectorMath",
            {"operation": "ADD"},
            _0=co,
            _1=m.n(
                "VectorMath", {"operation": "SCALE"}, _0=m.n("TexNoise", Vector=co, Scale=3.0, Detail=8.0).outputs[1], Scale=0.35
            ).outputs[0],
        ).outputs[0]
        v = m.n("TexVoronoi", {"feature": "DISTANCE_TO_EDGE"}, Vector=wob, Scale=0.45).outputs["Distance"]
        cm = m.math("LESS_THAN", v, 0.004 * crack)
        c = m.mix(cm, c, (0.025, 0.02, 0.018))
        h = m.math("SUBTRACT", h, cm)
    ao = m.n("AmbientOcclusion", {"samples": 2}, Distance=0.3).outputs["AO"]
    c = m.mix(m.ramp(ao, 0.4, 0.95, 0.6, 0), c, tuple(x * 0.25 for x in color))
    r = m.ramp(m.noise(co, 1.3, 7, 0.6), 0.42, 0.62, rough, rough - wet * 1.2)
    return m.done(c, r, h=h, strength=0.45, dist=0.008, avg=tuple(x * 0.7 for x in color))


def earth(color=(0.42, 0.29, 0.16)):
    """Rammed earth: lifts of about 0.4 m, pebbles, washed-out faces."""
    m = M()
    co = m.coord()
    z = m.n("SeparateXYZ", Vector=co).outputs["Z"]
    a, b, f = m.noise(co, 1.1, 6, 0.65), m.noise(co, 8, 6, 0.68), m.noise(co, 60, 5, 0.7)
    lay = m.math("ADD", m.math("MULTIPLY", z, 2.5), m.math("MULTIPLY", m.noise(m.coord(scale=(1, 1, 0.3)), 1.2, 6), 0.5))
    fr = m.math("FRACT", lay)
    seam = m.math("MULTIPLY", m.ramp(fr, 0, 0.14, 1, 0), m.ramp(m.noise(co, 1.3, 5), 0.46, 0.62))
    c = m.mix(m.ramp(a, 0.3, 0.7), tuple(x * 0.62 for x in color), tuple(x * 1.2 for x in color))
    c = m.mix(m.math("MULTIPLY", m.ramp(fr, 0, 1), 0.25), c, tuple(x * 0.7 for x in color))
    c = m.mix(m.math("MULTIPLY", m.ramp(b, 0.45, 0.68), 0.7), c, tuple(x * 0.42 for x in color))
    c = m.mix(m.math("MULTIPLY", m.ramp(m.noise(co, 0.55, 5, 0.6), 0.5, 0.66), 0.5), c, (0.5, 0.43, 0.32))
    c = m.mix(m.math("MULTIPLY", m.ramp(m.noise(m.coord(scale=(4, 4, 0.4)), 1, 7), 0.5, 0.7), 0.5), c, (0.17, 0.13, 0.09))
    c = m.mix(m.math("MULTIPLY", seam, 0.3), c, tuple(x * 0.5 for x in color))
    peb = m.n("TexVoronoi", Vector=co, Scale=24.0).outputs["Distance"]
    pm = m.math("MULTIPLY", m.ramp(peb, 0.18, 0.3, 1, 0), m.ramp(m.noise(co, 5, 4), 0.52, 0.6))
    c = m.mix(m.math("MULTIPLY", pm, 0.6), c, (0.27, 0.22, 0.16))
    c = m.mix(m.ramp(m.math("ADD", z, m.math("MULTIPLY", b, 0.5)), 0.35, 0.9, 0.6, 0), c, (0.14, 0.12, 0.09))
    h = m.math("ADD", m.math("MULTIPLY", a, 1.2), m.math("ADD", m.math("MULTIPLY", b, 0.7), m.math("MULTIPLY", f, 0.18)))
    h = m.math("SUBTRACT", h, m.math("MULTIPLY", seam, 0.6))
    h = m.math("ADD", h, m.math("MULTIPLY", pm, 0.3))
    return m.done(c, 0.95, h=h, strength=0.8, dist=0.02, avg=tuple(x * 0.75 for x in color))


def brick(
    c1=(0.33, 0.11, 0.055),
    c2=(0.42, 0.19, 0.1),
    mortar=(0.38, 0.35, 0.31),
    size=(0.24, 0.06),
    gap=0.007,
    axis="xz",
    rough=0.9,
    bump=1.0,
    bias=0.0,
    grime=0.5,
    white=0.2,
):
    """Bricks or small tiles in world space on the plane `axis`."""
    m = M()
    s = m.n("SeparateXYZ", Vector=m.coord())
    co = m.n("CombineXYZ", X=s.outputs[axis[0].upper()], Y=s.outputs[axis[1].upper()]).outputs[0]
    w = m.n(
        "VectorMath", {"operation": "SCALE"}, _0=m.n("TexNoise", Vector=co, Scale=26.0, Detail=3.0).outputs[1], Scale=gap * 0.8
    ).outputs[0]
    co2 = m.n("VectorMath", {"operation": "ADD"}, _0=co, _1=w).outputs[0]
    b = m.n(
        "TexBrick",
        {"offset": 0.5 if bias == 0 else 0.0},
        Vector=co2,
        Color1=c1,
        Color2=c2,
        Mortar=mortar,
        Scale=1.0,
        Mortar_Size=gap / 2,
        Mortar_Smooth=0.15,
        Brick_Width=size[0],
        Row_Height=size[1],
    )
    p = m.coord()
    a, f = m.noise(p, 1.1, 5, 0.62), m.noise(p, 30, 5, 0.72)
    c = m.mix(m.math("MULTIPLY", m.ramp(f, 0.4, 0.7), 0.4), b.outputs[0], tuple(x * 0.45 for x in c1))
    c = m.mix(m.math("MULTIPLY", m.ramp(a, 0.5, 0.68), grime), c, (0.09, 0.08, 0.065))
    c = m.mix(m.math("MULTIPLY", m.ramp(m.noise(p, 2.3, 6, 0.7), 0.55, 0.68), white), c, (0.6, 0.57, 0.52))
    h = m.math("ADD", m.math("MULTIPLY", m.math("SUBTRACT", 1.0, b.outputs[1]), 1.0), m.math("MULTIPLY", f, 0.25 * bump))
    r = m.math("MAXIMUM", m.math("MULTIPLY", b.outputs[1], 0.9), m.ramp(f, 0.3, 0.7, rough - 0.08, rough + 0.08))
    return m.done(c, r, h=h, strength=0.7 * bump, dist=0.008, avg=tuple(x * 0.75 for x in c1))


def metal_paint(color, rust=0.4, rough=0.45):
    m = M()
    co = m.coord("obj")
    rm = m.ramp(m.noise(co, 3.2, 7, 0.7), 0.66 - rust * 0.22, 0.69 - rust * 0.2)
    st = m.math("MULTIPLY", m.ramp(m.noise(m.coord("obj", (9, 9, 0.7)), 1.3, 6), 0.5, 0.7), rust)
    c = m.mix(m.ramp(m.noise(co, 2, 6), 0.3, 0.7), tuple(x * 0.75 for x in color), color)
    c = m.mix(st, c, (0.2, 0.085, 0.03))
    rc = m.mix(m.ramp(m.noise(co, 22, 6, 0.7), 0.35, 0.65), (0.09, 0.035, 0.015), (0.28, 0.12, 0.045))
    c = m.mix(rm, c, rc)
    return m.done(
        c,
        m.math("MAXIMUM", m.math("MULTIPLY", rm, 0.9), rough),
        h=m.math("ADD", m.math("MULTIPLY", rm, 0.4), m.math("MULTIPLY", m.noise(co, 50), 0.2)),
        strength=0.3,
        dist=0.003,
        avg=tuple(x * 0.6 for x in color),
    )


def glass(color=(0.9, 0.97, 0.93), rough=0.03, ior=1.45):
    return M().done(color, rough, Transmission_Weight=1.0, IOR=ior)


def emit(color, strength):
    return M().set(Emission_Color=color, Emission_Strength=strength, Base_Color=(0, 0, 0)).mat


def image(path, rough=0.8, age=0.3, bump=0.15, back=None, repeat=(1, 1), weave=0.0, sheen=0.0, ext="REPEAT"):
    """Printed paper or cloth from a picture on the UV map."""
    m = M()
    uv = m.n("Mapping", Vector=m.n("TexCoord").outputs["UV"], Scale=(repeat[0], repeat[1], 1)).outputs[0]
    t = m.n("TexImage", {"image": bpy.data.images.load(path, check_existing=True), "extension": ext}, Vector=uv)
    co = m.coord()
    c = m.mix(m.math("MULTIPLY", m.ramp(m.noise(co, 9, 7, 0.65), 0.4, 0.75), age), t.outputs[0], (0.62, 0.5, 0.32), "MULTIPLY")
    c = m.mix(m.math("MULTIPLY", m.ramp(m.noise(co, 40, 5, 0.75), 0.6, 0.7), age * 0.6), c, (0.2, 0.15, 0.1))
    h = m.noise(co, 55, 5)
    if weave:
        u = m.n("TexCoord").outputs["UV"]
        w1 = m.n("TexWave", {"bands_direction": "X"}, Vector=u, Scale=weave).outputs[1]
        w2 = m.n("TexWave", {"bands_direction": "Y"}, Vector=u, Scale=weave).outputs[1]
        h = m.math("ADD", m.math("MULTIPLY", w1, w2), m.math("MULTIPLY", h, 1.2))
    if sheen:
        m.set(Sheen_Weight=sheen)
    return m.done(c, rough, h=h, strength=bump, dist=0.004)


# ---------------------------------------------------------------- render
def render(path, samples=12, scale=75, threads=2):
    s = bpy.context.scene
    s.render.engine = "CYCLES"
    c = s.cycles
    c.device, c.samples, c.use_adaptive_sampling = "CPU", samples, False
    c.use_denoising, c.denoiser = True, "OPENIMAGEDENOISE"
    c.max_bounces, c.diffuse_bounces, c.glossy_bounces, c.transmission_bounces = 5, 2, 2, 5
    c.caustics_reflective = c.caustics_refractive = False
    c.sample_clamp_indirect = 6
    c.blur_glossy = 1
    c.denoising_prefilter, c.denoising_quality = "FAST", "BALANCED"
    s.render.threads_mode, s.render.threads = "FIXED", threads
    s.render.resolution_percentage = scale
    s.render.image_settings.file_format = "OPEN_EXR"
    s.render.image_settings.color_depth = "32"
    s.render.filepath = path
    bpy.ops.render.render(write_still=True)
