"""The check code of a document as a QR picture that leads to its verification page."""

import io

import segno


def qr_svg(address: str, label: str) -> str:
    """*address* as an inline SVG picture named *label*; no style attributes, so a strict content policy lets it stand."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, border=2, title=label, svgclass="qr", lineclass=None, omitsize=True
    )
    return out.getvalue().decode("utf-8")
