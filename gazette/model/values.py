"""Values made by the thousand: frozen to the type checker, which the tests run, and as quick to make as open ones."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as quick_value
else:
    from dataclasses import dataclass

    def quick_value(*, frozen: bool, slots: bool):
        """``dataclass(frozen=True, slots=True)`` for the small pieces of a document: equal and hashed by what they hold.

        Python freezes an object by setting each field in a way that takes six times as long; a document of twenty pages is
        three thousand of them. Nobody changes a value all the same: mypy refuses it.
        """
        return dataclass(slots=slots, unsafe_hash=frozen)


__all__ = ["quick_value"]
