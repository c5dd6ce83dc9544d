"""Presentation MathML as nested data that the print template sets as a formula."""

from lxml import etree

Node = dict[str, object]

_TOKENS = frozenset(("mi", "mn", "mo", "mtext", "ms"))
_OPENING, _CLOSING = frozenset("([{|‖⟨⌊⌈〈"), frozenset(")]}|‖⟩⌋⌉〉")
_APPLIED = "\u2061"
"""Between a function and what it is applied to: a thin space in print."""
_UNSEEN = str.maketrans("", "", "\u2061\u2062\u2063\u2064")
_ACCENTS = frozenset("`´^~¯˘˙¨ˇ←→↔.")
_BRACES = {("⏟", False): "underbrace", ("⏞", True): "overbrace", ("⎵", False): "underbracket", ("⎴", True): "overbracket"}
_LINES = {("_", False): "underline", ("¯", True): "overline", ("̅", True): "overline", ("̲", False): "underline"}
_SCRIPTS = {
    "msub": ("b",), "msup": ("t",), "msubsup": ("b", "t"), "munder": ("b",), "mover": ("t",), "munderover": ("b", "t"),
}  # fmt: skip
_DEEPEST = 60


def formula(mathml: str) -> tuple[Node, str] | None:
    """The formula and every character it shows; None when *mathml* is no MathML or shows nothing."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(mathml.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if _local(root) != "math" or _depth(root) > _DEEPEST:
        return None
    shown = "".join(map(str, root.itertext())).translate(_UNSEEN)
    return (_row(root), shown) if shown.strip() else None


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _depth(element: etree._Element) -> int:
    deepest, row = 0, [element]
    while row:
        deepest, row = deepest + 1, [child for parent in row for child in parent]
    return deepest


def _node(element: etree._Element) -> Node:
    name = _local(element)
    children = [child for child in element if _local(child)]
    if name in _TOKENS:
        return {"is": name, "text": _text(element), "upright": element.get("mathvariant") == "normal"}
    if name == "mfrac" and len(children) == 2:
        return {"is": "frac", "line": element.get("linethickness") != "0", "parts": [_node(child) for child in children]}
    if name == "mroot" and len(children) == 2:
        return {"is": "root", "parts": [_node(child) for child in children]}
    if name == "msqrt":
        return {"is": "sqrt", "parts": [_row(element)]}
    if name in _SCRIPTS and len(children) == len(_SCRIPTS[name]) + 1:
        return _scripted(name, element, children)
    if name == "mmultiscripts" and len(children) == 4 and _local(children[1]) == "mprescripts":
        return {"is": "before", "parts": [_node(child) for child in (children[0], *children[2:])]}
    if name == "mtable":
        return {"is": "table", "rows": [[_row(cell) for cell in row] for row in children]}
    if name in ("menclose", "mphantom"):
        return {"is": name, "parts": [_row(element)]}
    return _row(element)


def _row(element: etree._Element) -> Node:
    children = [_node(child) for child in element if _local(child)]
    if len(children) == 1 and children[0]["is"] == "row":
        return children[0]
    ends = [str(child.get("text", "")) for child in (children[:1] + children[-1:])]
    fenced = len(children) > 1 and (ends[0] in _OPENING or ends[-1] in _CLOSING)
    return {"is": "row", "parts": children, "fenced": fenced}


def _scripted(name: str, element: etree._Element, children: list[etree._Element]) -> Node:
    base, *scripts = [_node(child) for child in children]
    sign = str(scripts[0].get("text", ""))
    above = name == "mover"
    if name in ("munder", "mover"):
        made = _BRACES.get((sign, above)) or _LINES.get((sign, above))
        if made:
            return {"is": made, "parts": [base]}
        if above and element.get("accent") == "true" and sign in _ACCENTS:
            return {"is": "accent", "sign": sign, "parts": [base]}
    places = dict(zip(_SCRIPTS[name], scripts, strict=True))
    return {"is": "scripts", "limits": name.startswith(("mu", "mo")), "base": base, "b": places.get("b"), "t": places.get("t")}


def _text(element: etree._Element) -> str:
    text = "".join(map(str, element.itertext()))
    return text if text == _APPLIED else text.translate(_UNSEEN)
