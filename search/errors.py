"""The one error family of the search library; each error carries one sentence for people in Vietnamese and in English."""


class SearchError(Exception):
    """Something about the operation on the index failed; `vi` and `en` are sentences for people."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en

    def sentence(self, lang: str = "vi") -> str:
        """The sentence in the reader's language (`vi` or `en`)."""
        return self.en if lang == "en" else self.vi


class IndexDamaged(SearchError):
    """The index folder cannot be read as an index; it must be rebuilt from the database."""

    def __init__(self, folder: object, reason: str) -> None:
        super().__init__(
            f"Chỉ mục tìm kiếm tại {folder} bị hỏng ({reason}); cần dựng lại chỉ mục.",
            f"The search index in {folder} is damaged ({reason}); it must be rebuilt.",
        )


class IndexMissing(IndexDamaged):
    """There is no index in the folder, or none any more."""

    def __init__(self, folder: object) -> None:
        SearchError.__init__(
            self,
            f"Không có chỉ mục tìm kiếm tại {folder}; cần dựng lại chỉ mục.",
            f"There is no search index in {folder}; it must be rebuilt.",
        )


class IndexOutdated(SearchError):
    """The index was written with another schema version; it must be rebuilt from the database."""

    def __init__(self, folder: object, found: object, wanted: int) -> None:
        super().__init__(
            f"Chỉ mục tìm kiếm tại {folder} thuộc phiên bản {found}, chương trình cần phiên bản {wanted}; cần dựng lại chỉ mục.",
            f"The search index in {folder} has schema version {found}, this program needs {wanted}; it must be rebuilt.",
        )


class IndexLocked(SearchError):
    """Another writer holds the index; `owner` says who, as far as it is known."""

    def __init__(self, folder: object, owner: str) -> None:
        self.owner = owner
        super().__init__(
            f"Chỉ mục tìm kiếm tại {folder} đang được một tiến trình khác ghi ({owner or 'không rõ'}); hãy thử lại sau.",
            f"The search index in {folder} is being written by another process ({owner or 'unknown'}); try again later.",
        )


class IndexUnwritable(SearchError):
    """The index folder cannot be written (rights, space)."""

    def __init__(self, folder: object, reason: str) -> None:
        super().__init__(
            f"Không ghi được chỉ mục tìm kiếm tại {folder}: {reason}.",
            f"The search index in {folder} cannot be written: {reason}.",
        )


class NotAnIndex(SearchError):
    """The folder holds something else, which is neither read nor touched."""

    def __init__(self, folder: object) -> None:
        super().__init__(
            f"Thư mục {folder} chứa dữ liệu khác, không phải chỉ mục tìm kiếm; hãy chọn thư mục trống hoặc chưa có.",
            f"The folder {folder} holds something else than a search index; choose an empty or a new one.",
        )


class IndexUnreachable(SearchError):
    """The database that keeps the index does not answer, or refuses this role."""

    def __init__(self, place: object, reason: str) -> None:
        super().__init__(
            f"Không truy cập được chỉ mục tìm kiếm tại {place}: {reason}.",
            f"The search index in {place} cannot be reached: {reason}.",
        )


class FileRefused(SearchError):
    """A file of entries cannot be read, or one of its lines is no entry; `place` is the file, with the line after a colon."""

    def __init__(self, place: object, vi: str, en: str) -> None:
        super().__init__(f"{place}: {vi}", f"{place}: {en}")


class EntryRefused(SearchError, ValueError):
    """An entry cannot be indexed: it lacks an identifier, or its document was already given in the same load."""
