"""Pictures for a sample office: a blue signature and a red seal, both marked as samples, drawn anew for each home."""

import io
import math
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

BLUE = (24, 62, 160, 255)
RED = (206, 17, 38, 255)
CLEAR = (255, 255, 255, 0)
_SIGNATURE = (900, 360)
_SEAL = 900
_PRINTED = 480


def signature_picture(name: str, font: Path) -> bytes:
    """A transparent PNG of a flourish in blue with MẪU under it; the same name gives the same flourish."""
    picture = Image.new("RGBA", _SIGNATURE, CLEAR)
    pen = ImageDraw.Draw(picture)
    pen.line(_flourish(random.Random(name)), fill=BLUE, width=11, joint="curve")  # noqa: S311 (a drawing, not a secret)
    pen.line([(90, 292), (800, 252)], fill=BLUE, width=7)
    pen.text((640, 268), "MẪU", font=ImageFont.truetype(str(font), 64), fill=BLUE)
    return _png(picture)


def _flourish(dice: random.Random) -> list[tuple[float, float]]:
    """Loops that run from left to right, as a hand would."""
    loops, tall = dice.uniform(4.2, 5.6), dice.uniform(90, 115)
    points = []
    for step in range(240):
        way = step / 239
        turn = 2 * math.pi * loops * way
        height = tall * (1 - 0.65 * way) * (0.75 + 0.25 * math.sin(3 * way * math.pi + dice.random() * 0.02))
        points.append((80 + 700 * way + 46 * math.sin(turn), 170 - height * math.cos(turn)))
    return points


def seal_picture(words: str, font: Path) -> bytes:
    """A transparent PNG of a round red seal, *words* around its rim, a star and MẪU in the middle."""
    picture = Image.new("RGBA", (_SEAL, _SEAL), CLEAR)
    pen = ImageDraw.Draw(picture)
    for inset, width in ((6, 16), (34, 6), (236, 6)):
        pen.ellipse((inset, inset, _SEAL - inset, _SEAL - inset), outline=RED, width=width)
    _around(picture, words.upper() + " ★ ", font)
    pen.polygon(_star(_SEAL / 2, _SEAL / 2 - 40, 120), fill=RED)
    pen.text((_SEAL / 2, _SEAL / 2 + 130), "MẪU", font=ImageFont.truetype(str(font), 90), fill=RED, anchor="mm")
    return _png(picture.resize((_PRINTED, _PRINTED), Image.Resampling.LANCZOS))


def _around(picture: Image.Image, words: str, font: Path) -> None:
    letters = ImageFont.truetype(str(font), 92)
    star = "★"
    radius = _SEAL / 2 - 134
    for place, letter in enumerate(words):
        if letter.isspace():
            continue
        angle = 2 * math.pi * place / len(words) - math.pi
        tile = Image.new("RGBA", (190, 190), CLEAR)
        pen = ImageDraw.Draw(tile)
        if letter == star:
            pen.polygon(_star(95, 95, 34), fill=RED)
        else:
            pen.text((95, 95), letter, font=letters, fill=RED, anchor="mm")
        turned = tile.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
        x, y = _SEAL / 2 + radius * math.sin(angle), _SEAL / 2 - radius * math.cos(angle)
        picture.alpha_composite(turned, (round(x - 95), round(y - 95)))


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    tips = []
    for corner in range(10):
        length = radius if corner % 2 == 0 else radius * 0.382
        angle = math.pi * corner / 5
        tips.append((x + length * math.sin(angle), y - length * math.cos(angle)))
    return tips


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.quantize(32, method=Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()
