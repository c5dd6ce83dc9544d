"""What can go wrong with typesetting itself."""

from gazette.model.errors import GazetteError


class TypesetError(GazetteError):
    """The room's family: the page could not be made for a reason that lies with the installation, not with the text."""

    code = "G560"
    vi = "Không dàn được trang: {reason}."
    en = "The pages could not be made: {reason}."


class FontMissing(TypesetError):
    """A font file that set-up installs is not there."""

    code = "G561"
    vi = "Thiếu tệp phông chữ {name}; hãy chạy lại bước cài đặt."
    en = "The font file {name} is missing; run the set-up again."
