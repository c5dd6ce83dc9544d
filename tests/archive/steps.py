"""The steps of keeping a record, named, so that a test can have something happen right after one of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from archive import Audit, KeyStore, LocalBlobs, register, shredding
from archive.strongroom import Strongroom

PLACES: dict[str, tuple[tuple[Any, str], ...]] = {
    "locked": ((Audit, "lock"),),
    "key made": ((KeyStore, "new"),),
    "bytes kept": ((LocalBlobs, "put"), (LocalBlobs, "put_chunks")),
    "row logged": ((Audit, "append"),),
    "record written": ((register, "add"),),
    "version written": ((register, "add_rendition"),),
    "relabelled": ((KeyStore, "relabel"), (Strongroom, "_close")),
    "tidied": ((KeyStore, "settle"),),
    "ordered": ((shredding, "order"),),
    "master replaced": ((KeyStore, "rotate"),),
    "destroyed": ((KeyStore, "destroy"),),
    "certified": ((shredding, "certify"),),
}
COMMIT = "before commit"


@contextmanager
def after(step: str, engine: Engine, happens: Callable[[], None]) -> Iterator[None]:
    """Inside it, *happens* is called whenever *step* was done; for :data:`COMMIT`, just before *engine* commits."""
    if step == COMMIT:

        def heard(_: object) -> None:
            happens()

        event.listen(engine, "commit", heard)
        try:
            yield
        finally:
            event.remove(engine, "commit", heard)
        return
    acts = [(owner, name, getattr(owner, name)) for owner, name in PLACES[step]]
    for owner, name, act in acts:
        setattr(owner, name, _followed(act, happens))
    try:
        yield
    finally:
        for owner, name, act in acts:
            setattr(owner, name, act)


def _followed(act: Callable[..., Any], happens: Callable[[], None]) -> Callable[..., Any]:
    def acted(*args: Any, **more: Any) -> Any:
        done = act(*args, **more)
        happens()
        return done

    return acted
