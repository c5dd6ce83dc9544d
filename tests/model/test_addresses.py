"""Addresses, pictures and fidelity: small laws of plain values."""

from hypothesis import given
from hypothesis import strategies as st

from gazette.model import addresses
from gazette.model.blocks import Image
from gazette.model.fidelity import same_words
from gazette.model.pictures import pack, shown, unpack


def test_addresses_are_those_of_the_contracts() -> None:
    assert addresses.document("quyet-dinh-1") == "/van-ban/quyet-dinh-1"
    assert addresses.provision("quyet-dinh-1", "chp_1__art_5") == "/van-ban/quyet-dinh-1#chp_1__art_5"
    assert addresses.file("quyet-dinh-1", "pdf") == "/van-ban/quyet-dinh-1.pdf"
    assert addresses.issue(2026, "12+13") == "/cong-bao/2026/12+13"
    assert addresses.issue_file(2026, "12+13", "json") == "/cong-bao/2026/12+13.json"
    assert addresses.search({"q": "đất đai", "nam": 2026, "loai": ""}, "atom") == "/tim-kiem.atom?q=%C4%91%E1%BA%A5t+%C4%91ai&nam=2026"
    assert addresses.verify("ABCD-EFGH") == "/xac-thuc/ABCD-EFGH"
    assert addresses.desk("van-ban", "a/b") == "/ban-lam-viec/van-ban/a%2Fb"


@given(st.text())
def test_whatever_is_put_into_an_address_stays_one_path_segment(name: str) -> None:
    try:
        name.encode()
    except UnicodeEncodeError:
        return
    address = addresses.file(name, "pdf")
    assert not set(address) & set(" ?#\"'<>\n")


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}\.png", fullmatch=True), st.binary(max_size=50), max_size=4))
def test_pictures_come_out_of_the_parcel_as_they_went_in(images: dict[str, bytes]) -> None:
    parcel = pack({name: Image(data, "image/png") for name, data in images.items()})
    assert unpack(parcel) == images
    assert parcel == pack({name: Image(data, "image/png") for name, data in reversed(images.items())})


def test_a_picture_is_shown_as_data_and_an_unknown_one_stays_a_name() -> None:
    assert shown({"a.png": b"x"}, "a.png") == "data:image/png;base64,eA=="
    assert shown({}, "b.png") == "b.png"


def test_columns_and_line_ends_do_not_count_but_words_and_figures_do() -> None:
    assert same_words("SỞ MẪU\nCỘNG HÒA\n10.000 đồng/năm", "CỘNG HÒA SỞ MẪU 10.000 đồng/ năm")
    assert not same_words("10.000 đồng", "10.001 đồng")
    assert not same_words("được phép", "không được phép")


@given(st.lists(st.sampled_from(["đất", "nhà", "10.000", "đồng/năm", "Điều 5."]), max_size=8), st.randoms())
def test_order_never_counts_and_a_lost_word_always_does(words: list[str], chance: "object") -> None:
    mixed = list(words)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert same_words(" ".join(words), "\n".join(mixed))
    if words:
        assert not same_words(" ".join(words), " ".join(words[1:]))
