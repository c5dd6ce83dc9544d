"""The Word file as a page shows it: every paragraph as it was read, with its place, look and number; nothing recognised yet."""

from collections.abc import Iterator, Mapping
from html import escape

from gazette.model.blocks import Block, Blocks, Formula, Frame, Inline, NoteMark, Paragraph, Picture, Run, SectionBreak, Table
from gazette.model.pictures import shown

_LOOKS = (("bold", "b"), ("italic", "i"), ("underline", "u"), ("strike", "s"))


def word_view(blocks: Blocks) -> str:
    """*blocks* as HTML, safe to print as it is; the paragraph that findings call ``paragraph 12`` has the id ``w-12``."""
    images = {name: image.data for name, image in blocks.images.items()}
    return f'<div class="word" lang="vi">{"".join(_blocks(blocks.blocks, images))}{"".join(_notes(blocks, images))}</div>'


def _blocks(blocks: tuple[Block, ...], images: Mapping[str, bytes]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _paragraph(block, images)
        elif isinstance(block, Table):
            yield _table(block, images)
        elif isinstance(block, Frame):
            yield f'<div class="frame">{"".join(_blocks(block.blocks, images))}</div>'
        elif isinstance(block, SectionBreak):
            yield '<hr class="section">'


def _paragraph(paragraph: Paragraph, images: Mapping[str, bytes]) -> str:
    label = f'<span class="auto">{escape(paragraph.label)}</span>{" " if paragraph.suffix else ""}' if paragraph.label else ""
    words = "".join(_inline(piece, images) for piece in paragraph.inlines)
    classes = " ".join(
        name for name in (paragraph.align if paragraph.align != "left" else "", "deep" if paragraph.indent >= 36 else "") if name
    )
    place = f' id="w-{paragraph.where}" data-at="{paragraph.where}"' if paragraph.where else ""
    look = f' class="{classes}"' if classes else ""
    return f"<p{place}{look}>{label}{words}</p>"


def _inline(piece: Inline, images: Mapping[str, bytes]) -> str:
    if isinstance(piece, Run):
        return _run(piece)
    if isinstance(piece, NoteMark):
        return f"<sup>[{escape(piece.note)}]</sup>"
    if isinstance(piece, Picture):
        source = shown(images, piece.image)
        return (
            f'<img src="{escape(source)}" alt="{escape(piece.alt)}">'
            if source.startswith("data:")
            else f"<em>[{escape(piece.alt or piece.image)}]</em>"
        )
    return f"<span>{escape(piece.text)}</span>" if isinstance(piece, Formula) else ""


def _run(run: Run) -> str:
    words = escape(run.text).replace("\n", "<br>").replace("\t", '<span class="tab"> </span>')
    for name, element in _LOOKS:
        if getattr(run, name):
            words = f"<{element}>{words}</{element}>"
    script = {"super": "sup", "sub": "sub"}.get(run.script)
    return f"<{script}>{words}</{script}>" if script else words


def _table(table: Table, images: Mapping[str, bytes]) -> str:
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{_span('colspan', cell.colspan)}{_span('rowspan', cell.rowspan)}>{''.join(_blocks(cell.blocks, images))}</td>"
            for cell in row.cells
        )
        + "</tr>"
        for row in table.rows
    )
    look = "" if table.borders else ' class="bare"'
    return f'<table role="presentation"{look}><tbody>{rows}</tbody></table>'


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""


def _notes(blocks: Blocks, images: Mapping[str, bytes]) -> Iterator[str]:
    for key, note in blocks.notes.items():
        yield f'<div class="note-text"><sup>[{escape(key)}]</sup>{"".join(_blocks(note.blocks, images))}</div>'
