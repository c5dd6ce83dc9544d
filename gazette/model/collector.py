"""Python's cyclic collector looks less often while a document is worked on: a station builds much and leaves no cycles behind."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS = 200_000
"""How many objects more than were freed are made before the collector looks: more than a document of twenty pages needs."""


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Within it (a ``with`` or a decorator) the collector looks after every 200,000 new objects instead of 700.

    It is never off. Who raised the threshold lowers it, also after an error; within another one, in a thread beside one, or where
    somebody has set a threshold as high or turned the collector off, nothing is changed.
    """
    before = gc.get_threshold()
    if not 0 < before[0] < OBJECTS:
        yield
        return
    raised = (OBJECTS, *before[1:])
    gc.set_threshold(*raised)
    try:
        yield
    finally:
        if gc.get_threshold() == raised:
            gc.set_threshold(*before)
