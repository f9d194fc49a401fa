# mypy: ignore-errors
"""Flat pictures used as textures: papers, couplets, cloth prints. All text is made up; no names, no full numbers."""

import os
import random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

CACHE = os.environ.get("PRINTS", "/tmp/render/prints")
BRUSH = os.environ.get("BRUSH", "/tmp/render/fonts/fontsource-ma-shan-zheng-5.3.1.ttf")  # SIL OFL
SERIF = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"
SANS = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
MONO = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"


def font(p, s):
    return ImageFont.truetype(p, s, index=2 if p.endswith("ttc") else 0)


def save(im, name):
    os.makedirs(CACHE, exist_ok=True)
    p = os.path.join(CACHE, name + ".png")
    im.convert("RGB").save(p)
    return p


def fade(im, rnd, amount=28):
    """Uneven fading so that no print is a flat colour."""
    n = Image.effect_noise((im.width // 24 + 2, im.height // 24 + 2), 70).resize(im.size, Image.BICUBIC)
    return Image.blend(im.convert("RGB"), Image.merge("RGB", [n.point(lambda v, k=k: min(255, v + k)) for k in (60, 40, 20)]), amount / 255)


def couplet(text, seed, gold=False):
    rnd = random.Random(seed)
    w, h = 260, 260 * len(text) + 60
    im = Image.new("RGB", (w, h), rnd.choice([(178, 34, 28), (160, 44, 34), (190, 60, 46), (196, 92, 74)]))
    d = ImageDraw.Draw(im)
    d.rectangle((12, 12, w - 12, h - 12), outline=(214, 160, 70), width=5)
    for i, ch in enumerate(text):
        d.text(
            (w / 2 + rnd.randint(-4, 4), 30 + 260 * i + 130),
            ch,
            font=font(BRUSH, 215),
            anchor="mm",
            fill=(222, 176, 74) if gold else (24, 14, 12),
        )
    return save(fade(im, rnd), f"couplet{seed}{len(text)}{ord(text[0])}")


def banner(text, seed):
    im = Image.open(couplet(text, seed)).copy()
    rnd = random.Random(seed)
    im = Image.new("RGB", (230 * len(text) + 60, 250), (178, 38, 30))
    d = ImageDraw.Draw(im)
    d.rectangle((10, 10, im.width - 10, 240), outline=(214, 160, 70), width=5)
    for i, ch in enumerate(text):
        d.text((145 + 230 * i, 125), ch, font=font(BRUSH, 200), anchor="mm", fill=(24, 14, 12))
    return save(fade(im, rnd), f"banner{seed}{ord(text[0])}")


def fu(seed):
    rnd = random.Random(seed)
    im = Image.new("RGB", (500, 500), (182, 32, 26))
    d = ImageDraw.Draw(im)
    d.rectangle((16, 16, 484, 484), outline=(226, 180, 80), width=8)
    layer = Image.new("L", (500, 500))
    ImageDraw.Draw(layer).text((250, 245), "福", font=font(BRUSH, 400), anchor="mm", fill=255)
    im.paste((30, 16, 12) if seed % 2 else (228, 182, 84), mask=layer.rotate(-45))
    return save(fade(im, rnd), f"fu{seed}")


def calendar(seed):
    rnd = random.Random(seed)
    im = Image.new("RGB", (600, 860), (238, 234, 222))
    d = ImageDraw.Draw(im)
    hue = rnd.choice([(190, 40, 34), (60, 110, 150), (70, 120, 70)])
    for y in range(400):  # printed hills at sunset
        t = y / 400
        d.line((0, y, 600, y), fill=tuple(int(a * (1 - t) + b * t) for a, b in zip(hue, (250, 214, 150))))
    for k in range(4):
        pts, y = [(0, 400)], 200 + k * 55
        for x in range(0, 640, 40):
            pts.append((x, y + rnd.randint(-45, 45)))
        d.polygon(pts + [(640, 400)], fill=(70 - k * 14, 110 - k * 18, 80 - k * 16))
    d.text((300, 60), "恭贺新禧", font=font(BRUSH, 90), anchor="mm", fill=(250, 224, 130))
    d.text((300, 455), f"{rnd.randint(1, 12)}月", font=font(SERIF, 62), anchor="mm", fill=(180, 30, 26))
    for i, c in enumerate("日一二三四五六"):
        d.text((60 + i * 80, 520), c, font=font(SANS, 34), anchor="mm", fill=(180, 30, 26) if i in (0, 6) else (40, 40, 40))
    off = rnd.randint(0, 5)
    for n in range(1, 32):
        k = n + off
        d.text(
            (60 + k % 7 * 80, 580 + k // 7 * 56),
            str(n),
            font=font(SANS, 36),
            anchor="mm",
            fill=(170, 40, 36) if k % 7 in (0, 6) else (40, 40, 44),
        )
    return save(fade(im, rnd, 20), f"cal{seed}")


def floral(seed, base=None, accent=None, scale=1.0):
    """Tileable flower print of quilts and curtains."""
    rnd = random.Random(seed)
    base = base or rnd.choice([(168, 32, 44), (206, 120, 138), (52, 96, 110), (214, 202, 180)])
    S = 1024
    im = Image.new("RGB", (S, S), base)
    d = ImageDraw.Draw(im)

    def put(fn):
        for dx in (-S, 0, S):
            for dy in (-S, 0, S):
                fn(dx, dy)

    import math

    for _ in range(int(46 / scale)):
        x, y, r, a0 = rnd.random() * S, rnd.random() * S, rnd.uniform(34, 92) * scale, rnd.random() * 6
        leaf = rnd.choice([(40, 92, 60), (70, 120, 66), (28, 72, 62)])
        pet = accent or rnd.choice([(236, 190, 196), (240, 226, 214), (214, 70, 90), (232, 168, 70), (226, 120, 150)])

        def one(dx, dy):
            for k in range(3):
                a = a0 + k * 2.1
                cx, cy = x + dx + math.cos(a) * r * 1.15, y + dy + math.sin(a) * r * 1.15
                d.ellipse((cx - r * 0.5, cy - r * 0.26, cx + r * 0.5, cy + r * 0.26), fill=leaf)
            for ring, n in ((0.68, 9), (0.42, 7), (0.2, 5)):
                for k in range(n):
                    a = a0 + k * 6.283 / n + ring
                    cx, cy, q = x + dx + math.cos(a) * r * ring, y + dy + math.sin(a) * r * ring, r * 0.33
                    sh = 0.78 + 0.22 * (1 - ring) + 0.08 * (k % 2)
                    d.ellipse((cx - q, cy - q, cx + q, cy + q), fill=tuple(int(c * sh) for c in pet))
            d.ellipse((x + dx - r * 0.14, y + dy - r * 0.14, x + dx + r * 0.14, y + dy + r * 0.14), fill=(226, 186, 70))

        put(one)
    return save(im.filter(ImageFilter.GaussianBlur(1.2)), f"floral{seed}")


def plaid(seed, a=None, b=None):
    rnd = random.Random(seed)
    a, b = (
        a or rnd.choice([(206, 204, 196), (190, 160, 150), (120, 140, 160)]),
        b or rnd.choice([(160, 50, 50), (50, 84, 130), (60, 110, 90)]),
    )
    im = Image.new("RGB", (768, 768), a)
    for horiz in (0, 1):
        lay = Image.new("L", (768, 768))
        d = ImageDraw.Draw(lay)
        for o in range(0, 768, 256):
            for p, w in ((0, 90), (120, 14), (170, 34)):
                box = (0, o + p, 768, o + p + w) if horiz else (o + p, 0, o + p + w, 768)
                d.rectangle(box, fill=130)
        im = Image.composite(Image.new("RGB", im.size, b), im, lay)
    return save(im, f"plaid{seed}")


TITLES = [
    "村务公开栏",
    "公　　示",
    "通　　知",
    "关于开展秋冬季森林防火的通告",
    "农村居民最低生活保障公示",
    "城乡居民医保缴费通知",
    "卫生评比表",
    "村级财务收支公开",
]
WORDS = "根据上级有关规定结合本村实际情况经村民代表会议讨论通过现将以下事项予以公示如有异议请在公示期内向村委会反映请各户认真做好防火防汛防盗工作不得在林区野外用火清明冬至期间加强巡查凡年满六十周岁居民按时办理手续缴费标准以当年文件为准"


def notice(seed, title=None, color=None, table=None):
    rnd = random.Random(seed)
    bg = color or rnd.choice([(244, 243, 238), (240, 238, 226), (236, 226, 190), (240, 200, 196), (206, 226, 236)])
    im = Image.new("RGB", (840, 1188), bg)
    d = ImageDraw.Draw(im)
    title = title or rnd.choice(TITLES)
    d.text(
        (420, 100),
        title,
        font=font(SERIF, min(64, 720 // len(title))),
        anchor="mm",
        fill=(160, 26, 24) if rnd.random() < 0.4 else (20, 20, 24),
    )
    y = 180
    table = rnd.random() < 0.45 if table is None else table
    if table:
        rows = rnd.randint(12, 20)
        for r in range(rows + 1):
            d.line((70, y + r * 42, 770, y + r * 42), fill=(40, 40, 44), width=2)
        xs = [70, 150, 330, 520, 640, 770]
        for x in xs:
            d.line((x, y, x, y + rows * 42), fill=(40, 40, 44), width=2)
        for r in range(rows):
            d.text((110, y + r * 42 + 21), "序号" if r == 0 else str(r), font=font(SANS, 22), anchor="mm", fill=(30, 30, 34))
            for i, x in enumerate(xs[1:-1]):
                t = (
                    ["组别", "项目", "人数", "金额"][i]
                    if r == 0
                    else [
                        f"第{rnd.randint(1, 9)}组",
                        rnd.choice(["低保", "特困", "医疗", "临时救助"]),
                        str(rnd.randint(1, 5)),
                        str(rnd.randint(20, 140) * 10),
                    ][i]
                )
                d.text(((x + xs[i + 2]) / 2, y + r * 42 + 21), t, font=font(SANS, 22), anchor="mm", fill=(30, 30, 34))
        y += rows * 42 + 40
    while y < 960:
        k = rnd.randint(0, 40)
        n = 24 if rnd.random() > 0.2 else rnd.randint(8, 20)
        d.text((70, y), (WORDS * 2)[k : k + n], font=font(SANS, 29), fill=(36, 36, 40))
        y += 50
    d.text((740, 1050), "村民委员会", font=font(SERIF, 32), anchor="rm", fill=(30, 30, 30))
    d.text((740, 1100), f"2026年{rnd.randint(3, 11)}月", font=font(SANS, 30), anchor="rm", fill=(30, 30, 30))
    if rnd.random() < 0.8:  # seal without letters
        lay = Image.new("L", im.size)
        q = ImageDraw.Draw(lay)
        q.ellipse((560, 980, 720, 1140), outline=190, width=7)
        q.regular_polygon((640, 1060, 26), 5, fill=190)
        q.arc((580, 1000, 700, 1120), 160, 380, fill=110, width=16)
        im.paste((190, 40, 40), mask=lay.filter(ImageFilter.GaussianBlur(1.2)))
    return save(im.filter(ImageFilter.GaussianBlur(0.6)), f"notice{seed}")


def newspaper(seed):
    rnd = random.Random(seed)
    im = Image.new("RGB", (1200, 1600), (226, 218, 196))
    d = ImageDraw.Draw(im)
    y = 40
    while y < 1540:
        h = rnd.choice([180, 260, 340])
        x = 40
        while x < 1150:
            w = rnd.choice([180, 260, 360, 520])
            w = min(w, 1160 - x)
            if rnd.random() < 0.16 and w > 150:
                d.rectangle((x, y, x + w - 20, y + h - 20), fill=(rnd.randint(110, 160),) * 3)
                for _ in range(7):
                    cx, cy, q = x + rnd.random() * w * 0.8, y + rnd.random() * h * 0.8, rnd.randint(12, 40)
                    d.ellipse((cx, cy, min(cx + q, x + w - 20), min(cy + q, y + h - 20)), fill=(rnd.randint(70, 200),) * 3)
            else:
                yy = y
                if rnd.random() < 0.5:
                    k = rnd.randint(0, 50)
                    d.text((x, yy), WORDS[k : k + max(2, w // 46)], font=font(SERIF, 40), fill=(40, 38, 36))
                    yy += 58
                while yy < y + h - 24:
                    k = rnd.randint(0, 60)
                    d.text((x, yy), (WORDS * 2)[k : k + w // 19], font=font(SANS, 17), fill=(70, 68, 64))
                    yy += 22
            x += w
        y += h
    return save(im.filter(ImageFilter.GaussianBlur(0.8)), f"news{seed}")


def passbook(seed, hue=(30, 110, 80)):
    """Opened passbook, two pages; invented figures, masked number, no name."""
    rnd = random.Random(seed)
    w, h = 1500, 2000
    im = Image.new("RGB", (w, h), (238, 240, 228))
    d = ImageDraw.Draw(im)
    light = tuple(int(c * 0.25 + 238 * 0.75) for c in hue)
    for pg in (0, 1):
        o = pg * h // 2
        for y in range(o + 40, o + h // 2 - 30, 7):  # security pattern
            d.line([(x, y + 5 * ((x // 23) % 2)) for x in range(40, w - 30, 23)], fill=light, width=1)
        d.rectangle((50, o + 60, w - 50, o + h // 2 - 50), outline=hue, width=4)
        xs = [50, 260, 470, 760, 1060, 1290, w - 50]
        for x in xs[1:-1]:
            d.line((x, o + 60, x, o + h // 2 - 50), fill=hue, width=2)
        d.rectangle((50, o + 60, w - 50, o + 125), fill=tuple(int(c * 0.35 + 238 * 0.65) for c in hue))
        for i, t in enumerate(["日期", "摘要", "支出(-)", "存入(+)", "余额", "网点"]):
            d.text(((xs[i] + xs[i + 1]) / 2, o + 92), t, font=font(SANS, 32), anchor="mm", fill=hue)
        for k in range(1, 17):
            d.line((50, o + 125 + k * 51, w - 50, o + 125 + k * 51), fill=light, width=2)
    d.line((0, h // 2, w, h // 2), fill=(200, 200, 188), width=6)
    bal = rnd.randint(80, 400) * 1.0
    dates = sorted(f"26{rnd.randint(1, 11):02d}{rnd.randint(3, 27):02d}" for _ in range(rnd.randint(19, 27)))
    jit = rnd.randint(-8, 8)
    for k, date in enumerate(dates):
        pg, row = divmod(k, 16)
        y = pg * h // 2 + 125 + row * 51 + 26 + jit
        ink = (44, 44, 74) if rnd.random() < 0.8 else (84, 84, 110)
        out = rnd.random() < 0.42 and bal > 700
        amt = float(rnd.randint(2, int(bal // 100)) * 100) if out else float(rnd.choice([rnd.randint(30, 62) * 10, 105, 130, 420, 690]))
        bal += -amt if out else amt
        f = font(MONO, 31)
        d.text((60, y), date, font=f, anchor="lm", fill=ink)
        d.text((275, y), "现支" if out else rnd.choice(["低保金", "补贴", "养老金", "利息"]), font=font(SANS, 32), anchor="lm", fill=ink)
        d.text((750 if out else 1050, y), f"{amt:,.2f}", font=f, anchor="rm", fill=ink)
        d.text((1280, y), f"{bal:,.2f}", font=f, anchor="rm", fill=ink)
        d.text((1310, y), "****", font=f, anchor="lm", fill=ink)
    return save(im.filter(ImageFilter.GaussianBlur(0.7)), f"passbook{seed}")


def cover(seed, hue=(26, 96, 70)):
    im = Image.new("RGB", (1500, 1000), hue)
    d = ImageDraw.Draw(im)
    for k in range(26):
        d.arc((900 - k * 26, 200 - k * 20, 1700 + k * 26, 1100 + k * 20), 100, 260, fill=tuple(min(255, c + 22) for c in hue), width=4)
    d.text((120, 240), "活期储蓄存折", font=font(SERIF, 104), fill=(226, 196, 112))
    d.text((124, 390), "CURRENT SAVINGS PASSBOOK", font=font(MONO, 38), fill=(226, 196, 112))
    return save(im, f"cover{seed}")


def badge(seed, hue=(20, 92, 120)):
    """Work pass; the portrait is an empty grey field, the lines are blanks."""
    im = Image.new("RGB", (640, 940), (246, 247, 246))
    d = ImageDraw.Draw(im)
    d.rectangle((0, 0, 640, 210), fill=hue)
    d.text((320, 100), "工 作 证", font=font(SERIF, 100), anchor="mm", fill=(250, 250, 248))
    d.text((320, 180), "入户核查", font=font(SANS, 38), anchor="mm", fill=(226, 236, 238))
    d.rectangle((205, 260, 435, 560), fill=(186, 194, 200), outline=(150, 156, 160), width=4)
    for i, t in enumerate(["姓名", "编号", "单位"]):
        y = 640 + i * 84
        d.text((90, y), t, font=font(SANS, 44), anchor="lm", fill=(60, 64, 70))
        d.line((210, y + 28, 560, y + 28), fill=(90, 96, 100), width=3)
        if i:
            d.text((226, y), ["", "**", "社会救助核查组"][i], font=font(SANS, 42), anchor="lm", fill=(50, 54, 60))
    d.rectangle((0, 906, 640, 940), fill=hue)
    return save(im, f"badge{seed}")


def view(seed):
    """Blurred hills seen through a window."""
    rnd = random.Random(seed)
    im = Image.new("RGB", (512, 512), (226, 234, 236))
    d = ImageDraw.Draw(im)
    for k in range(6):
        y = 190 + k * 48
        pts = [(0, 512)] + [(x, y + rnd.randint(-34, 34)) for x in range(0, 560, 28)] + [(560, 512)]
        g = 1 - k / 8
        d.polygon(pts, fill=(int(70 + 110 * g * g), int(96 + 100 * g * g), int(60 + 110 * g * g)))
    for _ in range(1500):
        x, y = rnd.random() * 512, 250 + rnd.random() * 262
        v, r = rnd.randint(30, 130), rnd.randint(3, 9)
        d.ellipse((x, y, x + r, y + r), fill=(int(v * 0.7), v, int(v * 0.5)))
    return save(im.filter(ImageFilter.GaussianBlur(5)), f"view{seed}")


def label(seed):
    rnd = random.Random(seed)
    a, b = rnd.choice(
        [
            ((190, 30, 28), (240, 210, 80)),
            ((240, 236, 220), (170, 30, 30)),
            ((40, 100, 60), (240, 230, 190)),
            ((220, 160, 40), (120, 30, 20)),
        ]
    )
    im = Image.new("RGB", (800, 400), a)
    d = ImageDraw.Draw(im)
    for x in (200, 600):
        d.ellipse((x - 120, 60, x + 120, 340), fill=b)
        d.text((x, 200), rnd.choice(["米醋", "酱油", "老酒", "香油", "味精", "大米"]), font=font(BRUSH, 110), anchor="mm", fill=a)
    d.rectangle((0, 360, 800, 400), fill=b)
    return save(im, f"label{seed}")


def bag(seed):
    """Woven fertiliser or rice bag, two faces round the sack."""
    rnd = random.Random(seed)
    ink = rnd.choice([(170, 40, 34), (30, 90, 60), (36, 70, 140)])
    im = Image.new("RGB", (1200, 800), rnd.choice([(214, 208, 192), (196, 190, 172), (222, 222, 216)]))
    d = ImageDraw.Draw(im)
    for x in (300, 900):
        d.rectangle((x - 190, 180, x + 190, 250), fill=ink)
        for i, ch in enumerate(rnd.choice(["复合肥", "尿　素", "大　米", "饲　料"])):
            d.text((x - 130 + i * 130, 360), ch, font=font(SERIF, 120), anchor="mm", fill=ink)
        d.text((x, 480), "净重 40 千克", font=font(SANS, 48), anchor="mm", fill=ink)
        d.rectangle((x - 190, 540, x + 190, 560), fill=ink)
    return save(im, f"bag{seed}")
