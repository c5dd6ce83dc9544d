"""How values read on a page: dates, sizes, numbers and the fields' names."""

from datetime import date, datetime

from archive import LEVELS, SECRECY
from gazette.model.document import HANOI
from gazette.model.effect import RULES, EffectiveDate
from gazette.model.issue import Issue
from gazette.model.kinds import KINDS
from gazette.model.outcome import Lang
from gazette.model.text import date_in_words, gazette_date

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def as_date(value: date | datetime | str | None) -> date | None:
    """*value* as a day in Vietnamese legal time; ISO strings are understood."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if value else None
    if isinstance(value, datetime):
        return (value.astimezone(HANOI) if value.tzinfo else value).date()
    return value


def day(value: date | datetime | str | None) -> str:
    """``09/3/2026``: the short form of lists; a dash when the day is unknown."""
    known = as_date(value)
    return f"{known.day:02d}/{known.month:02d}/{known.year}" if known else "–"


def day_in_words(value: date | datetime | str | None, lang: Lang = "vi") -> str:
    """``ngày 09 tháng 3 năm 2026`` or ``9 March 2026``."""
    known = as_date(value)
    if known is None:
        return "–"
    return date_in_words(known) if lang == "vi" else f"{known.day} {_MONTHS[known.month - 1]} {known.year}"


def gazette_day(value: date | datetime | str | None) -> str:
    """``24-7-2020``: the form of gazette heads."""
    known = as_date(value)
    return gazette_date(known) if known else "–"


def moment(value: datetime | str | None) -> str:
    """``14:05, 09/03/2026`` in Vietnamese legal time."""
    if value is None or value == "":
        return "–"
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{at.astimezone(HANOI):%H:%M, %d/%m/%Y}"


def size(octets: int, lang: Lang = "vi") -> str:
    """``184 KB`` or ``2,4 MB``; the decimal sign is the language's."""
    if octets < 1024:
        return f"{octets} B"
    if octets < 1024 * 1024:
        return f"{octets / 1024:.0f} KB"
    text = f"{octets / 1024 / 1024:.1f} MB".replace(".0 MB", " MB")
    return text.replace(".", ",") if lang == "vi" else text


def count(number: int, lang: Lang = "vi") -> str:
    """``12.345`` in Vietnamese, ``12,345`` in English."""
    text = f"{number:,}"
    return text.replace(",", ".") if lang == "vi" else text


def grouped(text: str, every: int = 4) -> str:
    """*text* in groups, as codes are read aloud: ``7F3A 91C0``."""
    return " ".join(text[at : at + every] for at in range(0, len(text), every))


def issue_title(issue: Issue, lang: Lang = "vi") -> str:
    """``Công báo số 12 + 13`` or ``Gazette No. 12 + 13``."""
    return issue.title if lang == "vi" else f"Gazette No. {issue.number.label}"


def kind_label(kind: str | None, label: str = "", lang: Lang = "vi") -> str:
    """The name of a kind of document; *label* where the table has none."""
    known = KINDS.get(kind or "")
    return (known.vi if lang == "vi" else known.en) if known else label


_RECORD_STATES = {
    "kept": ("Đang lưu", "Kept"),
    "published": ("Đã công bố", "Published"),
    "withdrawn": ("Đã gỡ", "Withdrawn"),
    "disposed": ("Đã tiêu hủy", "Destroyed"),
}
_ACTIONS = {
    "deposit": ("Nộp", "Deposited"),
    "rendition": ("Thêm bản", "Rendition added"),
    "add-rendition": ("Thêm bản", "Rendition added"),
    "lock": ("Khóa để sửa", "Locked to be changed"),
    "lock-renew": ("Gia hạn khóa", "Lock prolonged"),
    "lock-steal": ("Lấy khóa của người khác", "Lock taken over"),
    "lock-use": ("Sửa khi không giữ khóa", "Change without the lock"),
    "unlock": ("Trả khóa", "Lock given back"),
    "retitle": ("Đổi tên hồ sơ", "Title changed"),
    "show": ("Xem thông tin", "Viewed"),
    "history": ("Xem nhật ký", "History viewed"),
    "list": ("Xem danh sách", "Listed"),
    "read": ("Đọc tệp", "Read"),
    "publish": ("Công bố", "Published"),
    "withdraw": ("Gỡ khỏi công bố", "Withdrawn"),
    "reclassify": ("Đổi mức", "Reclassified"),
    "grant": ("Giao quyền cần biết", "Need-to-know granted"),
    "revoke": ("Thu quyền cần biết", "Need-to-know revoked"),
    "hold": ("Giữ nguyên trạng", "Held"),
    "hold-dossier": ("Giữ nguyên trạng cả hồ sơ", "Dossier held"),
    "release-hold-dossier": ("Bỏ giữ nguyên trạng hồ sơ", "Hold on the dossier released"),
    "release-hold": ("Bỏ giữ nguyên trạng", "Hold released"),
    "dispose": ("Tiêu hủy", "Destroyed"),
    "purge": ("Xóa nội dung đã tiêu hủy", "Purged"),
    "place": ("Xếp vào hồ sơ công việc", "Placed in a dossier"),
    "open-dossier": ("Lập hồ sơ công việc", "Dossier opened"),
    "close-dossier": ("Kết thúc hồ sơ", "Dossier closed"),
    "disposal-propose": ("Đề nghị tiêu hủy", "Destruction proposed"),
    "disposal-approved": ("Duyệt tiêu hủy", "Destruction approved"),
    "disposal-refused": ("Không duyệt tiêu hủy", "Destruction refused"),
    "disposal-carried-out": ("Thực hiện tiêu hủy", "Destruction carried out"),
    "plan-add": ("Thêm vào danh mục hồ sơ", "List of dossiers: line added"),
    "plan-remove": ("Bỏ khỏi danh mục hồ sơ", "List of dossiers: line removed"),
    "plan-propose": ("Trình danh mục hồ sơ", "List of dossiers proposed"),
    "plan-approve": ("Duyệt danh mục hồ sơ", "List of dossiers approved"),
    "plan-return": ("Trả lại danh mục hồ sơ", "List of dossiers sent back"),
    "term-add": ("Ghi bảng thời hạn bảo quản", "Retention schedule: row added"),
    "term-remove": ("Bỏ dòng bảng thời hạn bảo quản", "Retention schedule: row removed"),
    "search-save": ("Lưu câu tìm", "Search saved"),
    "search-drop": ("Bỏ câu tìm", "Saved search dropped"),
    "show-dossier": ("Xem hồ sơ công việc", "Dossier viewed"),
    "grant-dossier": ("Giao hồ sơ công việc", "Dossier granted"),
    "revoke-dossier": ("Thu lại hồ sơ công việc", "Dossier grant revoked"),
    "reclassify-dossier": ("Đổi mức hồ sơ công việc", "Dossier reclassified"),
    "list-made": ("Lập danh sách", "List made"),
    "list-joined": ("Thêm vào danh sách", "Put on a list"),
    "list-left": ("Đưa khỏi danh sách", "Taken off a list"),
    "export": ("Xuất gói bàn giao", "Exported"),
    "import": ("Nhập gói bàn giao", "Imported"),
    "release-export": ("Xuất gói phát hành", "Release exported"),
    "release-import": ("Nhập gói phát hành", "Release imported"),
    "fixity": ("Kiểm tra toàn vẹn", "Fixity checked"),
    "copy": ("Cấp bản sao", "Copy issued"),
    "order-seals": ("Lệnh đóng dấu hàng loạt", "Seals ordered"),
    "account-added": ("Thêm tài khoản", "Account added"),
    "account-closed": ("Khóa tài khoản", "Account closed"),
    "account-opened": ("Mở lại tài khoản", "Account reopened"),
    "password-set": ("Đặt mật khẩu", "Password set"),
    "roles-set": ("Đặt vai trò", "Roles set"),
    "clearance-proposed": ("Đề nghị mức tiếp cận", "Clearance proposed"),
    "clearance-confirmed": ("Cấp mức tiếp cận", "Clearance given"),
    "clearance-refused": ("Từ chối mức tiếp cận", "Clearance refused"),
    "clearance-lowered": ("Hạ mức tiếp cận", "Clearance lowered"),
    "clearance-revoked": ("Thu hồi mức tiếp cận", "Clearance revoked"),
    "officer-proposed": ("Đề nghị cán bộ bảo mật", "Security officer proposed"),
    "officer-confirmed": ("Giao vai trò cán bộ bảo mật", "Security officer made"),
    "officer-refused": ("Từ chối cán bộ bảo mật", "Security officer refused"),
    "break-glass-asked": ("Đề nghị mở khẩn cấp", "Break-glass asked for"),
    "break-glass-opened": ("Mở khẩn cấp", "Break-glass opened"),
    "break-glass-refused": ("Từ chối mở khẩn cấp", "Break-glass refused"),
    "break-glass-reviewed": ("Xem xét lần mở khẩn cấp", "Break-glass reviewed"),
}
_OUTCOMES = {
    "done": ("đã thực hiện", "done"),
    "refused": ("bị từ chối", "refused"),
    "break-glass": ("thực hiện theo quyền mở khẩn cấp", "done under break-glass"),
}
_RENDITIONS = {
    "original": ("Bản gốc như đã nhận", "Original as received"),
    "working-copy": ("Bản đang sửa, chỉ bạn thấy", "Working copy, for you only"),
    "signed-original": ("Bản PDF đã ký của cơ quan ban hành", "Issuer's signed PDF"),
    "xml": ("Akoma Ntoso XML", "Akoma Ntoso XML"),
    "stamped": ("XML có số và ngày", "XML with number and date"),
    "typeset": ("Trang trình ký", "Page to be signed"),
    "signed": ("Bản PDF đã ký", "Signed PDF"),
}


def action_label(action: str, lang: Lang = "vi") -> str:
    """What was done, as the archive's log names it, in words."""
    vi, en = _ACTIONS.get(action, (action, action))
    return vi if lang == "vi" else en


def outcome_label(outcome: str, lang: Lang = "vi") -> str:
    """How an act of the log ended, in words."""
    vi, en = _OUTCOMES.get(outcome, (outcome, outcome))
    return vi if lang == "vi" else en


def rendition_label(name: str, lang: Lang = "vi") -> str:
    """A rendition's name in words."""
    vi, en = _RENDITIONS.get(name, (name, name))
    return vi if lang == "vi" else en


def series_label(series: str, lang: Lang = "vi") -> str:
    """The name of a register's series, whose id is issuer, kind and, for normative acts, ``qppl``."""
    issuer, _, rest = series.partition("/")
    if issuer == "den":
        return level_label(rest or "cong-khai", lang)
    kind, _, normative = rest.partition("/")
    name = kind_label(kind, kind or series, lang)
    return name if not normative else f"{name} {'quy phạm pháp luật' if lang == 'vi' else '(normative)'}"


def state_label(state: str, lang: Lang = "vi") -> str:
    """Where a record of the archive stands, in words."""
    vi, en = _RECORD_STATES.get(state, (state, state))
    return vi if lang == "vi" else en


def level_label(level: str, lang: Lang = "vi") -> str:
    """The name of a handling or secrecy level."""
    return next((rank.name(lang) for rank in (*LEVELS, *SECRECY[1:]) if rank.id == level), level)


def provision(path: str, lang: Lang = "vi") -> str:
    """A path of a provision in words: ``@/5/2/a`` is ``điểm a khoản 2 Điều 5``; empty for the text before its provisions."""
    component, _, rest = path.lstrip("@").partition("/")
    levels, attached = (_LEVELS_VI, "Văn bản kèm theo") if lang == "vi" else (_LEVELS_EN, "Attachment")
    wide = dict(part.split(":", 1) for part in rest.split("/") if ":" in part)
    narrow = {} if wide else dict(zip(("article", "clause", "point"), rest.split("/"), strict=False))
    words = [f"{levels[level]} {number}" for level, number in {**wide, **narrow}.items() if number]
    named = (" " if lang == "vi" else ", ").join(reversed(words))
    whole = f"{attached} {component.removeprefix('att_')}" if component else ""
    return ", ".join(filter(None, (named, whole)))


_LEVELS_VI = {
    "part": "Phần", "chapter": "Chương", "section": "Mục", "subsection": "Tiểu mục", "article": "Điều", "clause": "khoản", "point": "điểm",
}  # fmt: skip
_LEVELS_EN = {
    "part": "Part", "chapter": "Chapter", "section": "Section", "subsection": "Subsection", "article": "Article", "clause": "clause",
    "point": "point",
}  # fmt: skip


def effect_rule(effect: EffectiveDate, lang: Lang = "vi") -> str:
    """How the day of effect was found: ``số ngày sau ngày ký (10)``."""
    days = f" ({effect.days})" if effect.days else ""
    return RULES[effect.rule].label(lang) + days
