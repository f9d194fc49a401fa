"""The page that a phone opens first: picture steps for trusting this installation's certificate authority, and for removing it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, ROW = 216, 300, 40


@dataclass(frozen=True)
class Step:
    """One picture: the screen's title, its rows, the row to tap, and the sentence below in both languages."""

    title: str
    rows: tuple[str, ...]
    tap: int
    zh: str
    en: str


@dataclass(frozen=True)
class Way:
    """The steps on one kind of phone."""

    key: str
    zh: str
    en: str
    steps: tuple[Step, ...]


WAYS = (
    Way("android", "安卓手机：信任", "Android: trust", (
        Step("设置", ("WLAN", "蓝牙", "安全", "密码与账号", "关于手机"), 2,
             "下载证书后，打开“设置”，点“安全”（小米：密码与安全；华为：安全，更多安全设置）。",
             "After the download, open Settings and tap Security (Xiaomi: Passwords & security; Huawei: Security, More settings)."),
        Step("加密与凭据", ("加密手机", "信任的凭据", "安装证书", "清除凭据"), 2,
             "点“加密与凭据”，再点“安装证书”（华为：从存储设备安装）。",
             "Tap Encryption & credentials, then Install a certificate (Huawei: Install from storage)."),
        Step("安装证书", ("CA 证书", "VPN 和应用用户证书", "WLAN 证书"), 0,
             "点“CA 证书”，再点“仍然安装”。",
             "Tap CA certificate, then Install anyway."),
        Step("下载", ("fangcha-ca.crt", "照片", "文档"), 0,
             "选刚下载的 fangcha-ca.crt。完成后回到本页上方，点“打开访查”。",
             "Choose fangcha-ca.crt, just downloaded. Then come back here and tap Open Fangcha above."),
    )),
    Way("ios", "苹果手机：信任", "iPhone: trust", (
        Step("Safari", ("此网站正尝试下载", "一个配置描述文件", "允许"), 2,
             "用 Safari 打开本页，点“下载证书”，再点“允许”。",
             "Open this page in Safari, tap Download the certificate, then Allow."),
        Step("设置", ("Apple 账户", "已下载描述文件", "飞行模式", "无线局域网"), 1,
             "打开“设置”，点“已下载描述文件”，再点“安装”。",
             "Open Settings, tap Profile Downloaded, then Install."),
        Step("关于本机", ("名称", "软件版本", "证书信任设置"), 2,
             "进入“通用”“关于本机”，在最下面点“证书信任设置”。",
             "Go to General, About, and tap Certificate Trust Settings at the bottom."),
        Step("证书信任设置", ("针对根证书启用完全信任", "Fangcha local CA   ●"), 1,
             "打开 Fangcha local CA 的开关。完成后回到本页上方，点“打开访查”。",
             "Turn on Fangcha local CA. Then come back here and tap Open Fangcha above."),
    )),
    Way("android-remove", "安卓手机：用完删除", "Android: remove afterwards", (
        Step("加密与凭据", ("加密手机", "信任的凭据", "安装证书", "清除凭据"), 1,
             "“设置”“安全”“加密与凭据”，点“信任的凭据”。",
             "Settings, Security, Encryption & credentials: tap Trusted credentials."),
        Step("信任的凭据", ("系统", "用户", "Fangcha local CA"), 2,
             "在“用户”一栏点 Fangcha local CA，拉到底，点“删除”。",
             "Under User tap Fangcha local CA, scroll down and tap Remove."),
    )),
    Way("ios-remove", "苹果手机：用完删除", "iPhone: remove afterwards", (
        Step("通用", ("键盘", "字体", "VPN 与设备管理"), 2,
             "“设置”“通用”，点“VPN 与设备管理”。",
             "Settings, General: tap VPN & Device Management."),
        Step("Fangcha local CA", ("签名者", "包含：证书", "移除描述文件"), 2,
             "点 Fangcha local CA，再点“移除描述文件”。",
             "Tap Fangcha local CA, then Remove Profile."),
    )),
)  # fmt: skip

STYLE = """
:root { color-scheme: light dark; --ink: #16211c; --soft: #4d5a53; --paper: #fbfaf7; --card: #fff; --line: #d8d3c8; --accent: #0d6b4f; --tint: #e3f1ea; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9ece8; --soft: #adb8b1; --paper: #121715; --card: #1b211e; --line: #3a4640; --accent: #6fcfa9; --tint: #1f3a30; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 18px/1.6 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; }
h1 { margin: 0 0 .3rem; font-size: 1.7rem; line-height: 1.3; }
h2 { margin: 2.5rem 0 .8rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1.25rem; }
h2 small, .en { color: var(--soft); font-size: .85em; font-weight: 400; }
p { margin: .3rem 0; }
a { color: var(--accent); }
:root a.main { color: var(--paper); }
.keys { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1.2rem 0; }
.key { flex: 1 1 16rem; padding: .9rem 1.2rem; border: 2px solid var(--accent); border-radius: 12px; color: var(--accent); text-align: center; text-decoration: none; font-weight: 600; }
.key.main { background: var(--accent); color: var(--paper); }
ol { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 1.2rem; margin: 0; padding: 0; list-style: none; }
li { padding: 1rem; border: 1px solid var(--line); border-radius: 14px; background: var(--card); }
svg { display: block; width: 100%; max-width: 13.5rem; height: auto; margin: 0 auto .8rem; }
.frame { fill: var(--paper); stroke: var(--ink); stroke-width: 3; } .bar { fill: var(--ink); } .title { fill: var(--ink); font-size: 15px; font-weight: 600; }
.row { fill: var(--card); stroke: var(--line); } .word { fill: var(--soft); font-size: 13px; }
.here { fill: var(--tint); stroke: var(--accent); stroke-width: 2.5; } .here-word { fill: var(--ink); font-size: 13px; font-weight: 600; }
.ring { fill: none; stroke: var(--accent); stroke-width: 3; } .dot { fill: var(--accent); }
.number { fill: var(--accent); } .number-word { fill: var(--paper); font-size: 15px; font-weight: 700; }
"""


def picture(step: Step, number: int) -> str:
    """Return one screen as a drawing, the row to tap ringed."""
    words = f"{step.zh} {step.en}"
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(words)}">',
        f'<rect class="frame" x="2" y="2" width="{WIDTH - 4}" height="{HEIGHT - 4}" rx="24"/>',
        f'<rect class="bar" x="{WIDTH // 2 - 22}" y="12" width="44" height="5" rx="2.5"/>',
        f'<text class="title" x="22" y="48">{escape(step.title)}</text>',
    ]
    for index, row in enumerate(step.rows):
        top = 64 + index * (ROW + 5)
        here = index == step.tap
        parts += [
            f'<rect class="{"here" if here else "row"}" x="14" y="{top}" width="{WIDTH - 28}" height="{ROW}" rx="9"/>',
            f'<text class="{"here-word" if here else "word"}" x="26" y="{top + 25}">{escape(row)}</text>',
        ]
        if here:
            parts += [
                f'<circle class="ring" cx="{WIDTH - 34}" cy="{top + 20}" r="13"/><circle class="dot" cx="{WIDTH - 34}" cy="{top + 20}" r="5"/>'
            ]
    parts += [
        f'<circle class="number" cx="{WIDTH - 24}" cy="{HEIGHT - 24}" r="14"/>',
        f'<text class="number-word" x="{WIDTH - 24}" y="{HEIGHT - 18.5}" text-anchor="middle">{number}</text></svg>',
    ]
    return "".join(parts)


def page(url: str) -> str:
    """Return the page; `url` is where Fangcha itself is."""
    ways = "".join(
        f'<h2 id="{way.key}">{way.zh} <small lang="en">{way.en}</small></h2><ol>'
        + "".join(
            f'<li>{picture(step, number)}<p>{escape(step.zh)}</p><p class="en" lang="en">{escape(step.en)}</p></li>'
            for number, step in enumerate(way.steps, 1)
        )
        + "</ol>"
        for way in WAYS
    )
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>访查：信任证书</title><link rel="stylesheet" href="/style.css"></head><body>
<h1>先让手机信任这台电脑</h1>
<p>访查要用相机、定位和离线，浏览器只在安全连接里放行。证书只在这台电脑上生成，只对局域网地址有效，用完可以删除。</p>
<p class="en" lang="en">Fangcha needs the camera, the location and offline storage, which browsers allow over a secure connection only.
The certificate was made on this computer, counts for private addresses only, and can be removed afterwards.</p>
<div class="keys"><a class="key" href="/fangcha-ca.crt">1　下载证书 <span lang="en">Download the certificate</span></a>
<a class="key main" href="{escape(url)}">2　打开访查 <span lang="en">Open Fangcha</span></a></div>
<p class="en"><a href="#android">安卓 Android</a> · <a href="#ios">苹果 iPhone</a> · <a href="#android-remove">安卓删除 Android, remove</a> · <a href="#ios-remove">苹果删除 iPhone, remove</a></p>
{ways}
</body></html>
"""
