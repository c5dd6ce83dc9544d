"""A form for readers who do not know the query language: what stands in its fields becomes one query text, which they then see."""

from dataclasses import dataclass

from search.vietnamese import normalise, words


@dataclass(frozen=True)
class Form:
    """The fields: words that must all stand there, a phrase, words of which one will do, words that must not, words of the title."""

    words: str = ""
    phrase: str = ""
    either: str = ""
    without: str = ""
    title: str = ""

    @property
    def text(self) -> str:
        """The query text that asks for what the fields say; what `words` holds is kept as it was typed."""
        phrase = " ".join(normalise(self.phrase).replace('"', " ").split())
        pieces = [
            self.words.strip(),
            f'"{phrase}"' if words(phrase) else "",
            " OR ".join(words(self.either)),
            *(f"-{word}" for word in words(self.without)),
            *(f"tiêu-đề:{word}" for word in words(self.title)),
        ]
        return " ".join(filter(None, pieces))
