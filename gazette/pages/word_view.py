"""The Word file as a page shows it: every paragraph as it was read, with its place, look and number; nothing recognised yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from gazette.model.blocks import Block, Blocks, Formula, Frame, Inline, NoteMark, Paragraph, Picture, Run, SectionBreak, Table, Trace
from gazette.model.offering import NOTHING_OFFERED, Offered
from gazette.model.pictures import shown
from gazette.pages.traces import Traces, stretches

_LOOKS = (("bold", "b"), ("italic", "i"), ("underline", "u"), ("strike", "s"))


@dataclass(frozen=True, slots=True)
class _Page:
    """What a paragraph needs besides itself: the pictures by name, and what the marks in the text lead to."""

    images: dict[str, bytes]
    traces: Traces


def word_view(blocks: Blocks, offered: Offered = NOTHING_OFFERED) -> str:
    """*blocks* as HTML, safe to print as it is; the paragraph that findings call ``paragraph 12`` has the id ``w-12``.

    A mark on what is *offered* to be decided on leads to its row in the list, ``vet-3``, which also describes it.
    """
    page = _Page({name: image.data for name, image in blocks.images.items()}, Traces(offered))
    return f'<div class="word" lang="vi">{"".join(_blocks(blocks.blocks, page))}{"".join(_notes(blocks, page))}</div>'


def _blocks(blocks: tuple[Block, ...], page: _Page) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _paragraph(block, page)
        elif isinstance(block, Table):
            yield _table(block, page)
        elif isinstance(block, Frame):
            yield f'<div class="frame">{"".join(_blocks(block.blocks, page))}</div>'
        elif isinstance(block, SectionBreak):
            yield '<hr class="section">'


def _paragraph(paragraph: Paragraph, page: _Page) -> str:
    label = f'<span class="auto">{escape(paragraph.label)}</span>{" " if paragraph.suffix else ""}' if paragraph.label else ""
    words = "".join(_stretch(paragraph, traces, pieces, page) for traces, pieces in stretches(paragraph.inlines))
    classes = " ".join(
        name for name in (paragraph.align if paragraph.align != "left" else "", "deep" if paragraph.indent >= 36 else "") if name
    )
    place = f' id="w-{paragraph.where}" data-at="{paragraph.where}"' if paragraph.where else ""
    look = f' class="{classes}"' if classes else ""
    return f"<p{place}{look}>{label}{words}</p>"


def _stretch(paragraph: Paragraph, traces: tuple[Trace, ...], pieces: tuple[Inline, ...], page: _Page) -> str:
    words = "".join(_inline(piece, page) for piece in pieces)
    return page.traces.marked(words, traces, paragraph.where) if traces else words


def _inline(piece: Inline, page: _Page) -> str:
    if isinstance(piece, Run):
        return _run(piece)
    if isinstance(piece, NoteMark):
        return f"<sup>[{escape(piece.note)}]</sup>"
    if isinstance(piece, Picture):
        source = shown(page.images, piece.image)
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


def _table(table: Table, page: _Page) -> str:
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{_span('colspan', cell.colspan)}{_span('rowspan', cell.rowspan)}>{''.join(_blocks(cell.blocks, page))}</td>"
            for cell in row.cells
        )
        + "</tr>"
        for row in table.rows
    )
    look = "" if table.borders else ' class="bare"'
    return f'<table role="presentation"{look}><tbody>{rows}</tbody></table>'


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""


def _notes(blocks: Blocks, page: _Page) -> Iterator[str]:
    for key, note in blocks.notes.items():
        yield f'<div class="note-text"><sup>[{escape(key)}]</sup>{"".join(_blocks(note.blocks, page))}</div>'
