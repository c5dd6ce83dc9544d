"""Reads one paragraph: its runs, fields, notes, symbols, drawings and formulas, in reading order."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from lxml import etree

from gazette.model.blocks import NoteMark, Trace
from gazette.model.settling import Version
from gazette.word import formulas
from gazette.word.asides import comment_key
from gazette.word.drawings import chosen, drawn
from gazette.word.fields import button_of, form_field, is_broken, is_prompt, symbol_of, worked_out
from gazette.word.gather import Gather
from gazette.word.marking import EDGE
from gazette.word.names import ALTERNATE, MATH, on, w
from gazette.word.reading import Call, FieldState, Reading
from gazette.word.refusal import Refusal
from gazette.word.styles import HIDDEN, Look, SaidOfRun, said_by
from gazette.word.symbols import symbol

_R, _T, _RPR, _PPR = w("r"), w("t"), w("rPr"), w("pPr")
_FLD_CHAR_TYPE, _INSTR = w("fldCharType"), w("instr")
_CONTENT, _ID, _RT = w("sdtContent"), w("id"), w("rt")
_MATHS = (f"{{{MATH}}}oMath", f"{{{MATH}}}oMathPara")
_SKIPPED = frozenset(
    w(name)
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "bookmarkStart", "bookmarkEnd", "proofErr",
        "commentRangeStart", "commentRangeEnd", "permStart", "permEnd", "lastRenderedPageBreak", "fldData", "ffData",
        "delInstrText", "footnoteRef", "endnoteRef", "annotationRef", "separator", "continuationSeparator", "rubyPr",
        "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "rt",
    )
)  # fmt: skip
_CHARACTERS: Final = {w("tab"): "\t", w("ptab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "-", w("softHyphen"): "\u00ad"}
_DRAWINGS = (w("drawing"), w("pict"), w("object"))
_WORKED_OUT = tuple(w(name) for name in ("dayLong", "dayShort", "monthLong", "monthShort", "yearLong", "yearShort", "pgNum"))
_LONGEST_INSTRUCTION = 2000
_LINES = re.compile(r"[\r\n\t]")


class ParagraphReader:
    """Walks the inside of paragraphs; one for each reading."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._remarks = reading.remarks
        self._open = reading.fields.states
        self._looks: dict[tuple[SaidOfRun, Look], Look] = {}
        self._within = _WITHIN[reading.version]
        self._unseen = 0
        self._texts = (_T,) if reading.version == "accepted" else (_T, w("delText"))

    def walk(self, elements: Iterable[etree._Element], look: Look, gather: Gather) -> None:
        """Adds all that stands in *elements* to *gather*; *look* is what the paragraph's style gives."""
        for child in elements:
            tag = child.tag
            if tag == _R:
                self._run(child, look, gather)
            elif tag not in _SKIPPED:
                handler = self._within.get(tag)
                if handler is not None:
                    handler(self, child, look, gather)
                elif len(child):
                    self.walk(child, look, gather)

    def _run(self, run: etree._Element, base: Look, gather: Gather) -> None:
        look = base
        for child in run:
            tag = child.tag
            if tag == _T:
                self._text(child.text, look, gather)
            elif tag == _RPR:
                look = self._look(child, base)
            elif tag in _CHARACTERS:
                self._text(_CHARACTERS[tag], look, gather)
            elif tag not in _SKIPPED:
                self._other(child, look, gather)

    def _other(self, child: etree._Element, look: Look, gather: Gather) -> None:
        handler = _IN_RUN.get(child.tag)
        if handler is not None:
            handler(self, child, look, gather)
        elif child.tag in self._texts:
            self._text(child.text, look, gather)
        elif len(child):
            self.walk(child, look, gather)

    def _look(self, rpr: etree._Element, base: Look) -> Look:
        said = said_by(rpr)
        look = self._looks.get((said, base))
        if look is None:
            look = self._looks[(said, base)] = self._laid_over(said, base)
        if said[4]:
            self._remarks.note("W022")
        return look

    def _laid_over(self, said: SaidOfRun, base: Look) -> Look:
        bits, known, font, style, _ = said
        if style:
            base = self._reading.styles.character(style).toggling(base)
        return Look(bits, known, font).over(base)

    def _text(self, text: str | None, look: Look, gather: Gather) -> None:
        if not text:
            return
        if self._open and self._reading.instruction:
            return
        if look.bits & HIDDEN and self._remarks.here in self._reading.decided.shown:
            look = look._replace(bits=look.bits & ~HIDDEN)
        if look.bits & HIDDEN:
            gather.hidden = True
            if self._reading.marking:
                self._hidden(text, look, gather)
            if text.strip() and self._remarks.here not in self._reading.decided.left_out:
                self._remarks.note("W024")
                self._reading.asides.hidden(text, self._remarks.here)
            return
        if ("\n" in text or "\r" in text or "\t" in text) and len(text) > 1:
            text = _LINES.sub(" ", text)
        if self._unseen:
            gather.shown(text, look)
            return
        if self._open:
            self._open[-1].show(text)
        gather.pieces.append((text, look))

    def _hidden(self, text: str, look: Look, gather: Gather) -> None:
        gather.mark(Trace("hidden", gone=True))
        gather.shown(_LINES.sub(" ", text), look)
        gather.mark(Trace("hidden", gone=True, ends=True))

    def _edge(self, child: etree._Element, _look: Look, gather: Gather) -> None:
        if not self._reading.marking:
            return
        trace = Trace(child.get("mark", ""), child.get("key", ""), "gone" in child.attrib, "ends" in child.attrib)  # type: ignore[arg-type]
        self._unseen += trace.gone * (-1 if trace.ends else 1)
        gather.mark(trace)

    def _break(self, child: etree._Element, look: Look, gather: Gather) -> None:
        if child.get(w("type")) == "page":
            gather.page_break()
        else:
            self._text("\n", look, gather)

    def _symbol(self, child: etree._Element, look: Look, gather: Gather) -> None:
        try:
            code = int(child.get(w("char"), ""), 16)
        except ValueError:
            code = 0xFFFD
        font = child.get(w("font"), "")
        self._shown_symbol(symbol(code, font), code, font, (look, gather))

    def _shown_symbol(self, text: str, code: int, font: str, place: tuple[Look, Gather]) -> None:
        if text == "\ufffd":
            self._remarks.note("W032", symbol=f"U+{code:04X}", font=font or "?")
        look, gather = place
        self._text(text, Look(look.bits, look.known), gather)

    def _field_character(self, child: etree._Element, look: Look, gather: Gather) -> None:
        fields = self._reading.fields
        match child.get(_FLD_CHAR_TYPE):
            case "begin":
                fields.begin(FieldState(form=form_field(child)))
            case "separate" if fields.states:
                fields.separate()
            case "end" if fields.states:
                self._field_end(fields.end(), look, gather)

    def _field_end(self, state: FieldState, look: Look, gather: Gather) -> None:
        if is_broken(state.shown):
            self._remarks.note("W028", text=state.shown.strip()[:120])
        if state.shown or self._reading.instruction:
            return
        sign = symbol_of(state.instruction)
        if state.form is not None:
            self._text(state.form, look, gather)
        elif sign is not None:
            self._shown_symbol(symbol(sign.code, sign.font), sign.code, sign.font, (look, gather))
        elif button := button_of(state.instruction):
            self._text(button, look, gather)
        elif name := worked_out(state.instruction):
            self._remarks.note("W050", field=name)

    def _instruction(self, child: etree._Element, _look: Look, _gather: Gather) -> None:
        fields = self._reading.fields
        if fields.states and len(fields.innermost.instruction) < _LONGEST_INSTRUCTION:
            fields.innermost.instruction += (child.text or "")[:_LONGEST_INSTRUCTION]

    def _simple_field(self, child: etree._Element, look: Look, gather: Gather) -> None:
        fields = self._reading.fields
        depth = len(fields.states)
        state = FieldState(instruction=child.get(_INSTR, ""), in_result=True)
        fields.begin(state)
        self.walk(child, look, gather)
        while len(fields.states) > depth:
            fields.end()
        self._field_end(state, look, gather)

    def _note(self, child: etree._Element, look: Look, gather: Gather) -> None:
        if self._reading.instruction or look.bits & HIDDEN:
            return
        identifier = child.get(_ID, "")
        typed = on(child.get(w("customMarkFollows"), "0"))
        kind = "footnote" if child.tag == w("footnoteReference") else "endnote"
        call = Call("footnote" if kind == "footnote" else "endnote", identifier, typed)
        self._reading.calls.append(call)
        gather.piece(NoteMark(call.key))

    def _control(self, child: etree._Element, look: Look, gather: Gather) -> None:
        if is_prompt(child):
            self._remarks.note("W051")
        self.walk(child, look, gather)

    def _comment(self, child: etree._Element, _look: Look, gather: Gather) -> None:
        if self._reading.marking:
            gather.mark(Trace("comment", comment_key(child.get(w("id"), ""))))
        if child.get(w("id"), "") in self._reading.decided.comments:
            return
        self._remarks.note("W023")
        self._reading.asides.comment(child.get(w("id"), ""), self._remarks.here)

    def _stray(self, child: etree._Element, look: Look, gather: Gather) -> None:
        """Text outside any run, which no schema allows."""
        self._text(child.text, look, gather)

    def _ruby(self, child: etree._Element, look: Look, gather: Gather) -> None:
        guide = "".join(text.text or "" for part in child.iterchildren(_RT) for text in part.iter(_T))
        if guide.strip() and not self._reading.instruction:
            self._remarks.note("W065", text=guide[:120])
        self.walk(child, look, gather)

    def _worked_out(self, child: etree._Element, _look: Look, _gather: Gather) -> None:
        self._remarks.note("W050", field=child.tag.rpartition("}")[2])

    def _inner(self, child: etree._Element, look: Look, gather: Gather) -> None:
        self.walk(child, look, gather)

    def _alternate(self, child: etree._Element, look: Look, gather: Gather) -> None:
        branch = chosen(child)
        if branch is None:
            return
        for inner in branch:
            if inner.tag == _R:
                self._run(inner, look, gather)
            else:
                self._other(inner, look, gather)

    def _drawing(self, child: etree._Element, look: Look, gather: Gather) -> None:
        if self._reading.instruction:
            return
        if look.bits & HIDDEN and self._remarks.here not in self._reading.decided.shown:
            if self._remarks.here not in self._reading.decided.left_out:
                self._remarks.note("W024")
            return
        found = drawn(child, self._reading)
        for picture in found.pictures:
            gather.piece(picture)
        for word in found.words:
            self._text(word, look, gather)
        gather.boxes.extend(found.boxes)

    def _formula(self, child: etree._Element, _look: Look, gather: Gather) -> None:
        if not self._reading.instruction:
            gather.piece(formulas.formula(child, self._reading))

    def _dropped(self, _child: etree._Element, _look: Look, _gather: Gather) -> None:
        self._remarks.note("W021" if self._reading.version == "accepted" else "W020")

    def _tracked(self, child: etree._Element, look: Look, gather: Gather) -> None:
        self._remarks.note("W020" if self._reading.version == "accepted" else "W021")
        self.walk(child, look, gather)

    def _refused(self, child: etree._Element, _look: Look, _gather: Gather) -> None:
        raise Refusal("W011", part=child.tag.rpartition("}")[2])


_Handler = Callable[[ParagraphReader, etree._Element, Look, Gather], None]
_IN_RUN: dict[str, _Handler] = {
    w("br"): ParagraphReader._break,
    w("sym"): ParagraphReader._symbol,
    w("fldChar"): ParagraphReader._field_character,
    w("instrText"): ParagraphReader._instruction,
    w("footnoteReference"): ParagraphReader._note,
    w("endnoteReference"): ParagraphReader._note,
    w("commentReference"): ParagraphReader._comment,
    w("ruby"): ParagraphReader._ruby,
    w("rubyBase"): ParagraphReader._inner,
    ALTERNATE: ParagraphReader._alternate,
    **dict.fromkeys(_DRAWINGS, ParagraphReader._drawing),
    **dict.fromkeys(_WORKED_OUT, ParagraphReader._worked_out),
}
_IN_PARAGRAPH: dict[str, _Handler] = _IN_RUN | {
    _T: ParagraphReader._stray,
    w("fldSimple"): ParagraphReader._simple_field,
    w("sdt"): ParagraphReader._control,
    **dict.fromkeys(_MATHS, ParagraphReader._formula),
    w("altChunk"): ParagraphReader._refused,
    w("subDoc"): ParagraphReader._refused,
    EDGE: ParagraphReader._edge,
}


def _with_changes(gone: tuple[str, str], kept: tuple[str, str]) -> dict[str, _Handler]:
    changes = dict.fromkeys(gone, ParagraphReader._dropped) | dict.fromkeys(kept, ParagraphReader._tracked)
    return _IN_PARAGRAPH | changes


_INSERTED, _DELETED = (w("ins"), w("moveTo")), (w("del"), w("moveFrom"))
_WITHIN: dict[Version, dict[str, _Handler]] = {
    "accepted": _with_changes(gone=_DELETED, kept=_INSERTED),
    "original": _with_changes(gone=_INSERTED, kept=_DELETED),
}
