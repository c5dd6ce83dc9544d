"""A Draft as the text that a clerk can read and repair."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gazette.akn.editable import names
from gazette.akn.editable.head import head_lines
from gazette.akn.editable.inlines import BOLD, InlineWriter, number
from gazette.akn.editable.labels import explicit, headed, natural, needs_braces
from gazette.akn.editable.letters import END, argument
from gazette.akn.editable.outline import STEP
from gazette.model.blocks import Run
from gazette.model.draft import Block, Component, Draft, Grid, GridCell, Group, Inline, Item, Line, Provision, Quotation

_ROLES, _ALIGNS, _GROUPS = names.turned(names.ROLES), names.turned(names.ALIGNS), names.turned(names.GROUPS)
_NOTE_KINDS, _KINDS = names.turned(names.NOTE_KINDS), names.turned(names.KIND_NAMES)


@dataclass(slots=True)
class Writer:
    """Writes one document."""

    draft: Draft
    inlines: InlineWriter = field(default_factory=InlineWriter)

    def text(self) -> str:
        """The whole text, ending with a line break."""
        return "\n".join(self._all()) + "\n"

    def _all(self) -> Iterator[str]:
        yield from head_lines(self.draft)
        yield from self._component(self.draft.main, _titled(names.MAIN, self.draft.main.kind))
        for component in self.draft.attachments:
            annex = component.kind == names.ANNEX_KIND
            yield from self._component(component, _titled(names.ANNEX if annex else names.ATTACHED, "" if annex else component.kind))
        if self.draft.notes:
            yield from ("", f"=== {names.NOTES} ===", "")
            for key, note in self.draft.notes.items():
                yield f"[^{argument(key)}] {_NOTE_KINDS[note.kind]} {argument(note.mark) if note.mark else ''}".rstrip(" ")
                yield from self._blocks(note.blocks, STEP)
        if self.inlines.formulas:
            yield from ("", f"=== {names.FORMULAS} ===", "")
            yield from (f"{at}: {argument(source)}" for at, source in enumerate(self.inlines.formulas, start=1))

    def _component(self, component: Component, title: str) -> Iterator[str]:
        yield from ("", title)
        for attribute, word in names.SECTIONS.items():
            items: tuple[Item, ...] = getattr(component, attribute)
            if items:
                yield from ("", f"--- {word} ---", "")
                yield from self._items(items, "")

    def _items(self, items: Iterable[Item], indent: str) -> Iterator[str]:
        for item in items:
            if isinstance(item, Provision):
                yield from self._provision(item, indent)
            else:
                yield from self._blocks((item,), indent)

    def _provision(self, provision: Provision, indent: str) -> Iterator[str]:
        if provision.level in names.HEADED:
            yield ""
        line, lead = self._opening(provision)
        yield indent + line
        yield from self._blocks(lead, indent + STEP)
        yield from self._items(provision.children, indent + STEP)
        if provision.tail and not provision.children:
            yield indent + STEP + names.ENDING
        yield from self._blocks(provision.tail, indent + STEP)

    def _opening(self, provision: Provision) -> tuple[str, tuple[Block, ...]]:
        """The line of a provision with its heading or its first words, and what of its text comes below."""
        lead, rest, mark = provision.lead, provision.heading, ""
        first = lead[0] if lead else None
        goes_on = headed(provision.level)
        if rest:
            mark = "" if goes_on and not _opens_with(rest, "# ") else "# "
        elif not goes_on and isinstance(first, Line) and _unadorned(first) and not _opens_with(first.inlines, "# "):
            rest, lead = first.inlines, lead[1:]
        gap = f" {END}" if provision.join == "apart" else ""
        after: list[tuple[Inline, ...] | str] = [f"{gap} {mark}", rest] if rest else [gap]
        return self._natural(provision, after) or self._bracketed(provision, after), lead

    def _natural(self, provision: Provision, after: list[tuple[Inline, ...] | str]) -> str:
        """The line with the label as print writes it; empty when it would not be read back as this provision."""
        if not provision.num or provision.join == "none":
            return ""
        bold = headed(provision.level) and isinstance(provision.num[0], Run) and provision.num[0].bold
        light = headed(provision.level) and not bold
        base = BOLD if bold else frozenset()
        line = ("{" + names.LIGHT + "} " if light else "") + self.inlines.line([provision.num, *after], base)
        num = self.inlines.line([provision.num], base)
        found = natural(line)
        if found is None or (found.level, found.name, found.join) != (provision.level, provision.name, provision.join):
            return ""
        return line if _bare(found.num) == _bare(num) else ""

    def _bracketed(self, provision: Provision, after: list[tuple[Inline, ...] | str]) -> str:
        label = explicit(provision.level, provision.name, provision.join, self.inlines.line([provision.num]))
        return self.inlines.line([label, *after])

    def _blocks(self, blocks: Iterable[Block], indent: str) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Line):
                yield indent + self._line(block)
            elif isinstance(block, Grid):
                yield from self._grid(block, indent)
            elif isinstance(block, Quotation):
                yield f"{indent}[{names.QUOTATION}]"
                yield from self._items(block.items, indent + STEP)
            else:
                yield indent + _group(block)
                yield from self._blocks(block.blocks, indent + STEP)

    def _line(self, line: Line) -> str:
        text = self.inlines.line([line.inlines])
        words = _words(line)
        if words or needs_braces(text):
            return f"{{{', '.join(words)}}} {text}".rstrip(" ")
        return text

    def _grid(self, grid: Grid, indent: str) -> Iterator[str]:
        words = [] if grid.borders else [names.PLAIN]
        words += [names.LANDSCAPE] if grid.landscape else []
        words += [" ".join((names.WIDTHS, *map(number, grid.widths)))] if grid.widths else []
        yield f"{indent}[{names.GRID}{': ' + ', '.join(words) if words else ''}]"
        for row in grid.rows:
            if all(isinstance(block, Line) for cell in row for block in cell.blocks):
                yield f"{indent}{STEP}|{''.join(f' {self._cell(cell)} |'.replace('  |', ' |') for cell in row) or '|'}"
            else:
                yield f"{indent}{STEP}[{names.ROW}]"
                for cell in row:
                    words = _cell_words(cell)
                    yield f"{indent}{STEP * 2}[{names.CELL}{': ' + ', '.join(words) if words else ''}]"
                    yield from self._blocks(cell.blocks, indent + STEP * 3)

    def _cell(self, cell: GridCell) -> str:
        words = _cell_words(cell)
        if not cell.blocks:
            return f"{{{', '.join([*words, names.EMPTY])}}}"
        shown = []
        for line in cell.blocks:
            if isinstance(line, Line):
                words += _words(line)
                text = self.inlines.line([line.inlines])
                shown.append(f"{{{', '.join(words)}}} {text}".rstrip(" ") if words or text.startswith("{") else text)
                words = []
        return f" {END} ".join(shown)


def _titled(name: str, kind: str) -> str:
    if not kind:
        return f"=== {name} ==="
    return f"=== {name}: {_KINDS.get(kind) or chr(34) + argument(kind) + chr(34)} ==="


def _unadorned(line: Line) -> bool:
    return not line.role and not line.align and bool(line.inlines)


def _opens_with(inlines: tuple[Inline, ...], sign: str) -> bool:
    return isinstance(inlines[0], Run) and inlines[0].text.startswith(sign)


def _bare(num: str) -> str:
    return num.strip("*/_~")


def _words(line: Line) -> list[str]:
    role = _ROLES.get(line.role) or f'"{argument(line.role)}"' if line.role else ""
    return [word for word in (role, _ALIGNS[line.align] if line.align else "") if word]


def _cell_words(cell: GridCell) -> list[str]:
    words = [names.HEADER] if cell.header else []
    words += [f"{cell.colspan} {names.ACROSS}"] if cell.colspan != 1 else []
    return words + ([f"{cell.rowspan} {names.DOWN}"] if cell.rowspan != 1 else [])


def _group(group: Group) -> str:
    word = _GROUPS.get(group.name)
    return f"[{word}]" if word else f"[{names.GROUP}: {argument(group.name)}]"
