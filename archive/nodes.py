"""The stored inner nodes of a log's hash tree: a proof reads a few rows of them, however long the log is."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import BigInteger, Column, Connection, Integer, SmallInteger, String, Table, and_, insert, or_, select

from archive import merkle
from archive.tables import metadata

LOWEST = 6
"""The lowest level that is stored; what lies below is computed from the 64 leaves of a block when it is asked for."""

AUDIT, PUBLIC = "audit", "public"

tree_nodes = Table(
    "archive_nodes",
    metadata,
    Column("tree", String(8), primary_key=True),
    Column("level", SmallInteger, primary_key=True, autoincrement=False),
    Column("place", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
)
_WRITE = insert(tree_nodes)


class Nodes:
    """The nodes of one tree (``audit`` or ``public``) over the leaves of *rows*, a table with ``seq`` from 1 and ``leaf``.

    They are a copy of what the leaves say: a wrong one makes no wrong proof believable, and ``refill`` makes them anew.
    """

    def __init__(self, tree: str, rows: Table) -> None:
        self._tree = tree
        self._rows = rows

    def add(self, connection: Connection, seq: int, made: Sequence[merkle.Hash]) -> None:
        """Keeps what leaf number *seq* (from 1) completed: *made* is ``merkle.completed``."""
        kept = [
            {"tree": self._tree, "level": level, "place": (seq >> level) - 1, "hash": made[level].hex()}
            for level in range(LOWEST, len(made))
        ]
        if kept:
            connection.execute(_WRITE, kept)

    def roots(self, connection: Connection, ranges: Iterable[merkle.Range]) -> list[merkle.Hash]:
        """The root over each of the ranges of leaves. Raises LookupError when a node or leaf is missing."""
        parts = [merkle.peaks_of(*one) for one in ranges]
        known = self._known(connection, {node for peaks in parts for node in peaks})
        return [merkle.root_of([known[node] for node in peaks]) for peaks in parts]

    def refill(self, connection: Connection) -> None:
        """Stores the nodes of every leaf there is, where none are stored yet: for a log that was begun without them."""
        peaks: list[merkle.Hash] = []
        for size, leaf in enumerate(connection.scalars(select(self._rows.c.leaf).order_by(self._rows.c.seq)).all()):
            self.add(connection, size + 1, merkle.completed(peaks, size, bytes.fromhex(leaf)))
            peaks = merkle.grow(peaks, size, bytes.fromhex(leaf))

    def stored(self, connection: Connection) -> dict[merkle.Node, str]:
        """Every stored node in hexadecimal, for the check of the whole log."""
        query = select(tree_nodes.c.level, tree_nodes.c.place, tree_nodes.c.hash).where(tree_nodes.c.tree == self._tree)
        return {(level, place): found for level, place, found in connection.execute(query)}

    def _known(self, connection: Connection, wanted: set[merkle.Node]) -> Mapping[merkle.Node, merkle.Hash]:
        upper = {node for node in wanted if node[0] >= LOWEST}
        return {**self._upper(connection, upper), **self._lower(connection, wanted - upper)}

    def _upper(self, connection: Connection, wanted: set[merkle.Node]) -> dict[merkle.Node, merkle.Hash]:
        if not wanted:
            return {}
        columns = tree_nodes.c
        # The whole key in each alternative: taken out of them, the tree's name alone would be looked up and all its nodes read.
        keys = (and_(columns.tree == self._tree, columns.level == level, columns.place == place) for level, place in sorted(wanted))
        query = select(columns.level, columns.place, columns.hash).where(or_(*keys))
        return {(level, place): bytes.fromhex(found) for level, place, found in connection.execute(query)}

    def _lower(self, connection: Connection, wanted: set[merkle.Node]) -> dict[merkle.Node, merkle.Hash]:
        leaves: dict[int, merkle.Hash] = {}
        columns = self._rows.c
        for block in sorted({place >> (LOWEST - level) for level, place in wanted}):
            within = columns.seq.between((block << LOWEST) + 1, (block + 1) << LOWEST)
            leaves |= {seq - 1: bytes.fromhex(leaf) for seq, leaf in connection.execute(select(columns.seq, columns.leaf).where(within))}
        return {
            (level, place): merkle.root([leaves[index] for index in range(place << level, (place + 1) << level)]) for level, place in wanted
        }
