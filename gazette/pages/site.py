"""What every page says of the gazette it belongs to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """The publishing office, as the installation's settings name it; ``sample`` marks an installation with a sample CA."""

    province: str = "tỉnh An Phước"
    place: str = "Tân Lộc"
    publisher: str = "Văn phòng Ủy ban nhân dân tỉnh An Phước"
    publisher_address: str = ""
    public_url: str = "http://127.0.0.1:8000"
    sample: bool = False

    @property
    def name(self) -> str:
        """``Công báo tỉnh An Phước``."""
        return f"Công báo {self.province}"

    def absolute(self, path: str) -> str:
        """*path* as a full address of the public site."""
        return self.public_url.rstrip("/") + path
