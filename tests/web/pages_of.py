"""Every address of the site with something to show, for anybody and for the staff."""

from tests.web.conftest import Street


def public_addresses(street: Street) -> list[str]:
    """Addresses that answer 200 to anybody."""
    document, issue = f"/van-ban/{street.slugs[0]}", "/cong-bao/2026/12+13"
    code = street.town.services.read.document(street.slugs[0])
    return [
        "/", "/?lang=en", "/cong-bao", issue, f"{issue}.pdf", f"{issue}.json", f"{issue}.manifest", document, f"{document}.pdf", f"{document}.xml",
        f"{document}.docx", f"{document}.json", f"{document}.html", "/tim-kiem", "/tim-kiem?q=cay+xanh", "/tim-kiem?so-dong=1",
        "/tim-kiem.atom", "/tim-kiem.json", "/tim-kiem.csv", "/goi-y?q=01", "/tim-kiem/cau-tim-san", "/xac-thuc", "/xac-thuc/huong-dan", f"/xac-thuc/{code.document.check_code}", "/thu-tuc-hanh-chinh", "/nhat-ky",  # type: ignore[union-attr]
        "/nhat-ky.json", "/nhat-ky/1", "/nhat-ky/1.json", "/nhat-ky?tim=1", "/nhat-ky?truoc=2", "/nhat-ky/tang-truong.json?tu=1", "/api/v1/log",
        "/api/v1/log/1", "/sitemap.xml", "/robots.txt", "/healthz", "/readyz", "/giay-phep", "/api/v1/documents", "/api/v1/issues",
        f"/api/v1/documents/{street.slugs[0]}", "/api/v1/issues/2026/12+13", "/api/v1/search?q=cay+xanh", "/api/v1/openapi.json",
        "/api/v1/docs", "/dang-nhap", "/static/site.css", "/metrics",
    ]  # fmt: skip


def staff_addresses(street: Street) -> list[str]:
    """Addresses of the staff that answer 200 to somebody of them."""
    composed = street.town.services.compose.show(street.town.who("editor"), street.draft).items[0].document.id
    return [
        "/ban-lam-viec", "/ban-lam-viec?buoc=converted", "/ban-lam-viec/tiep-nhan", "/ban-lam-viec/cong-bao",
        f"/ban-lam-viec/cong-bao/{street.draft}",
        f"/ban-lam-viec/cong-bao/{street.draft}/chia/{composed}",
        f"/ban-lam-viec/cong-bao/{street.draft}/kiem-tra", f"/ban-lam-viec/cong-bao/{street.draft}/kiem-tra?muc=warning",
        "/ban-lam-viec/chuc-vu", "/ban-lam-viec/chuc-vu?lich-su=1", "/ban-lam-viec/chuc-vu/bang.csv", "/ban-lam-viec/ngay-nghi",
        "/ban-lam-viec/co-quan", "/ban-lam-viec/co-quan?lich-su=1",
        f"/ban-lam-viec/cong-bao/{street.draft}/xem-truoc.pdf", "/ban-lam-viec/so/den", "/ban-lam-viec/so/di", "/ban-lam-viec/quy-trinh",
        *(f"/ban-lam-viec/van-ban/{document}" for document in street.at.values()),
        f"/ban-lam-viec/van-ban/{street.at['numbered']}/trang-ky.pdf", f"/ban-lam-viec/van-ban/{street.at['numbered']}/tep.xml",
        f"/ban-lam-viec/van-ban/{street.at['converted']}/chinh-sua",
        f"/ban-lam-viec/van-ban/{street.at['numbered']}/ky-thiet-bi/sign",
        "/ban-lam-viec/dong-dau", f"/ban-lam-viec/dong-dau/{street.batch}", "/ban-lam-viec/gia-han",
        "/luu-tru", "/luu-tru/nop", f"/luu-tru/ho-so/{street.record}", f"/luu-tru/ho-so/{street.record}/tep/original",
        f"/luu-tru/ho-so/{street.destroyed}", f"/luu-tru/ho-so/{street.destroyed}/giay-chung-nhan",
        "/luu-tru/nhat-ky", "/ban-lam-viec/tai-khoan", "/ban-lam-viec/mat-khau", "/ban-lam-viec/quyen-doc", "/luu-tru/khan-cap",
        "/luu-tru/ho-so-cong-viec", f"/luu-tru/ho-so-cong-viec/{street.dossier}", "/luu-tru/doi-muc", "/luu-tru/tieu-huy",
        "/luu-tru/danh-muc", "/luu-tru/danh-muc/in.pdf", "/luu-tru/thoi-han", "/luu-tru/xet-huy", f"/luu-tru/xet-huy/{street.disposal}",
        "/luu-tru/bang-bao-mat", "/ban-lam-viec/bang-dieu-khien", "/luu-tru/danh-sach", f"/luu-tru/danh-sach/{street.people}",
        "/ban-lam-viec/thong-bao", "/ban-lam-viec/thu-hang", "/ban-lam-viec/thu-hang?q=cay+xanh", "/ban-lam-viec/cau-tim",
    ]  # fmt: skip


def is_html(media: str) -> bool:
    """Whether an answer is a page."""
    return media.startswith("text/html")
