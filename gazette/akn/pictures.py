"""Which pictures a text shows."""

from gazette.akn.names import local
from gazette.akn.parsing import parse


def image_names(xml: bytes) -> tuple[str, ...]:
    """The ``src`` of every picture in *xml*, in order, without doubles. Raises NotAkomaNtoso."""
    found = (element.get("src", "") for element in parse(xml).iter() if local(element.tag) == "img")
    return tuple(dict.fromkeys(name for name in found if name))
