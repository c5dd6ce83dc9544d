"""Mutants of a module: its source with one decision broken, as syntax trees; what only people read or the type checker sees stays."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch
from pathlib import Path

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
JOINED: dict[type[ast.operator], type[ast.operator]] = {
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
}
Path_ = tuple[str | int, ...]
"""The way from a module's tree to one of its nodes: fields and places in lists."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One broken form of a module: in which function or class, at which line, what became what."""

    module: str
    holder: str
    line: int
    change: str
    path: Path_
    instead: ast.AST | None

    def __str__(self) -> str:
        return f"{self.module}:{self.line} in {self.holder or 'the module'}: {self.change}"

    @property
    def name(self) -> str:
        """What names it wherever its line moves to."""
        return f"{self.module} {self.holder}: {self.change}"

    def tree(self, whole: ast.Module) -> ast.Module:
        """The module's tree with the change in it."""
        made = copy.deepcopy(whole)
        holder: object = made
        for step in self.path[:-1]:
            holder = holder[step] if isinstance(step, int) else getattr(holder, step)  # type: ignore[index]
        last = self.path[-1]
        if isinstance(last, int):
            assert isinstance(holder, list)
            holder[last : last + 1] = [] if self.instead is None else [self.instead]
        else:
            setattr(holder, last, self.instead)
        return ast.fix_missing_locations(made)


RULE = frozenset({"may", "knows_of", "dominates", "condition", "readable", "in_force_for", "in_force", "is_there", "find", "newest"})
"""Calls that put a question to the rule: what they are handed is a decision everywhere."""


def mutants_of(module: str, source: Path, *, whole: bool = True) -> list[Mutant]:
    """Every mutant of a module; without *whole* those of its decisions only, and of what the rule is handed."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    return [mutant for mutant, decides in _below(module, tree, (), "") if whole or decides]


def _decides(node: ast.AST) -> bool:
    """Whether a node is one at which the program goes one way or another."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).rpartition(".")[2] in RULE
    kinds = ast.Compare | ast.BoolOp | ast.UnaryOp | ast.If | ast.IfExp | ast.comprehension | ast.Raise | ast.Expr | ast.BinOp
    return isinstance(node, kinds) or (isinstance(node, ast.Constant) and isinstance(node.value, bool))


def _below(module: str, node: ast.AST, path: Path_, holder: str) -> Iterator[tuple[Mutant, bool]]:
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_comment", "bases", "format_spec"):
            continue
        places = [(name, number, one) for number, one in enumerate(value)] if isinstance(value, list) else [(name, None, value)]
        for field, number, one in places:
            if isinstance(one, ast.AST) and not _is_silent(one):
                step = (*path, field) if number is None else (*path, field, number)
                yield from _at(module, one, step, holder)


def _at(module: str, node: ast.AST, path: Path_, holder: str) -> Iterator[tuple[Mutant, bool]]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        holder = f"{holder}.{node.name}".lstrip(".")
    line = getattr(node, "lineno", 0)
    for more, before, after in changes(node):
        told = f"{_said(before)} → {_said(after) or 'nothing'}"
        yield Mutant(module, holder, line, told, (*path, *more), after), _decides(node)
    yield from _below(module, node, path, holder)


def _is_silent(node: ast.AST) -> bool:
    """Docstrings and other lone texts, what is imported, and types."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom():
            return True
        case ast.Subscript(value=ast.Name(id="tuple" | "dict" | "Callable")):
            return True
    return False


def _said(node: ast.AST | None) -> str:
    return " ".join(ast.unparse(node).split()) if node is not None else ""


Change = tuple[Path_, ast.AST, ast.AST | None]
"""Where below the node, what stands there, and what instead (nothing: it is taken out of its list)."""


@singledispatch
def changes(node: ast.AST) -> Iterator[Change]:
    """How one node can be broken."""
    yield from ()


@changes.register
def _(node: ast.Compare) -> Iterator[Change]:
    for place, op in enumerate(node.ops):
        for other in COMPARED[type(op)]:
            made = copy.deepcopy(node)
            made.ops[place] = other()
            yield (), node, made


@changes.register
def _(node: ast.BoolOp) -> Iterator[Change]:
    yield (), node, ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for place in range(len(node.values)):
        rest = node.values[:place] + node.values[place + 1 :]
        yield (), node, rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


@changes.register
def _(node: ast.BinOp) -> Iterator[Change]:
    if type(node.op) in JOINED:
        yield (), node, ast.BinOp(node.left, JOINED[type(node.op)](), node.right)
    yield (), node, node.left


@changes.register
def _(node: ast.UnaryOp) -> Iterator[Change]:
    yield (), node, node.operand


@changes.register
def _(node: ast.Constant) -> Iterator[Change]:
    match node.value:
        case bool(value):
            yield (), node, ast.Constant(not value)
        case int(number):
            yield (), node, ast.Constant(number + 1)
        case str(text):
            yield (), node, ast.Constant(f"{text}x")


@changes.register
def _(node: ast.Return) -> Iterator[Change]:
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield ("value",), node, ast.Constant(None)


@changes.register
def _(node: ast.If) -> Iterator[Change]:
    yield ("test",), node.test, ast.UnaryOp(ast.Not(), node.test)


@changes.register
def _(node: ast.IfExp) -> Iterator[Change]:
    yield ("test",), node, ast.UnaryOp(ast.Not(), node.test)


@changes.register
def _(node: ast.comprehension) -> Iterator[Change]:
    for place, test in enumerate(node.ifs):
        yield ("ifs", place), test, None


@changes.register
def _(node: ast.Call) -> Iterator[Change]:
    for place, given in enumerate(node.args):
        if isinstance(given, ast.Starred):
            yield ("args", place), given, None
        elif not (isinstance(given, ast.Constant) and given.value is None):
            made = copy.deepcopy(node)
            made.args[place] = ast.Constant(None)
            yield (), node, made
    for place in range(len(node.keywords)):
        made = copy.deepcopy(node)
        del made.keywords[place]
        yield (), node, made


@changes.register
def _(node: ast.Expr) -> Iterator[Change]:
    if not isinstance(node.value, ast.Yield):
        yield (), node, ast.Pass()


@changes.register
def _(node: ast.Raise) -> Iterator[Change]:
    yield (), node, ast.Pass()


@changes.register(ast.Set)
@changes.register(ast.Tuple)
@changes.register(ast.List)
def _(node: ast.Set | ast.Tuple | ast.List) -> Iterator[Change]:
    if isinstance(getattr(node, "ctx", ast.Load()), ast.Load) and len(node.elts) > 1:
        for place in range(len(node.elts)):
            made = copy.deepcopy(node)
            del made.elts[place]
            yield (), node, made


@changes.register
def _(node: ast.Dict) -> Iterator[Change]:
    for place in range(len(node.keys)):
        made = copy.deepcopy(node)
        del made.keys[place], made.values[place]
        yield (), node, made
