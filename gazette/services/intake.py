"""Where content may come in at all: a public installation takes it from release packages and from nowhere else."""

import archive
from gazette.model.refusals import NotAccepted
from gazette.services.parts import Parts


def check_intake(parts: Parts) -> None:
    """Raises NotAccepted in the public profile."""
    if parts.vault.profile is archive.Profile.PUBLIC:
        raise NotAccepted(
            vi="bản cài đặt công khai chỉ nhận nội dung từ gói phát hành đã ký",
            en="a public installation takes content from signed releases only",
        )
