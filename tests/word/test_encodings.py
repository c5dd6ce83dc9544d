"""Old encodings are told by the syllables they spell; a font's name alone converts nothing."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.word import read
from gazette.word.charmaps import ENCODINGS
from gazette.word.encodings import Mixed
from gazette.word.evidence import weight
from gazette.word.remarks import Remarks
from gazette.word.syllables import is_syllable
from tests.word.old_fonts import FONTS, Typed, as_windows, cut, old_docx, runs, typed_in
from tests.words import docx, package, xml_document

SENTENCE = "ủy ban nhân dân tỉnh an phước ban hành quy định về quản lý công trình thủy lợi và những biện pháp tổ chức thực hiện"
LINES = (
    "ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC",
    "Số: 12/2004/QĐ-UB",
    "QUYẾT ĐỊNH",
    "Điều 1. Ban hành kèm theo Quyết định này Quy chế phối hợp giữa các sở, ban, ngành trong công tác phòng, chống dịch bệnh.",
    "TT",
    "Tên cơ sở",
    "kg",
    "Đơn vị tính: triệu đồng; e-mail: vanthu@anphuoc.example",
    "Điều 2. Chánh Văn phòng, Giám đốc các sở, Chủ tịch Ủy ban nhân dân thành phố Tân Lộc chịu trách nhiệm thi hành.",
    "Nguyễn Văn Mẫu",
)
OLD = ("tcvn3", "vni", "viscii", "vps", "cp1258", "utf8")
# VPS and VISCII keep some capitals under control codes that no XML can hold.
_LOST = {"vps": "ẠẬẶẸỆỊỌỘỢỤỰỴẪỮ", "viscii": "ẲẴẪỶỸỴ"}


def text_of(*lines: str) -> str:
    return read(docx(*lines)).require().visible_text()


def text_in(paragraphs: list[list[Typed]]) -> str:
    return read(old_docx(paragraphs)).require().visible_text()


def decided(paragraphs: list[list[Typed]]) -> list[str]:
    """The paragraphs as the deciding part alone reads them, without a package around."""
    mixed, remarks = Mixed(paragraphs), Remarks()
    return ["".join(mixed.paragraph(paragraph, remarks)) for paragraph in paragraphs]


def writable(encoding: str) -> tuple[str, ...]:
    return tuple(line for line in LINES if not set(line) & set(_LOST.get(encoding, "")))


@pytest.mark.parametrize(
    ("encoding", "font"),
    [("tcvn3", ".VnTime"), ("vni", "VNI-Times"), ("viscii", "VI Times"), ("vps", "VPS Times"), ("cp1258", "Arial"), ("utf8", "Arial")],
)
def test_a_sentence_in_an_old_encoding_becomes_unicode(encoding: str, font: str) -> None:
    outcome = read(old_docx([[(font, typed_in(encoding, SENTENCE))]]))
    assert outcome.require().visible_text() == SENTENCE
    assert {finding.code for finding in outcome.findings} - {"W042"} == {"W040", "W060"}


@pytest.mark.parametrize("encoding", OLD)
@pytest.mark.parametrize("font", ["", "Times New Roman", ".VnTime", "VNI-Times"])
def test_the_characters_decide_where_the_font_lies(encoding: str, font: str) -> None:
    assert text_in([[(font, typed_in(encoding, SENTENCE))]]) == SENTENCE


@pytest.mark.parametrize("encoding", OLD)
def test_a_document_with_short_cells_and_capitals_is_read_whole(encoding: str) -> None:
    lines = writable(encoding)
    assert text_in([runs(encoding, line) for line in lines]) == "\n".join(lines)


@pytest.mark.parametrize("encoding", OLD)
@pytest.mark.parametrize("every", [1, 2, 3])
def test_runs_may_be_cut_within_a_word_and_within_a_letter(encoding: str, every: int) -> None:
    lines = writable(encoding)
    assert text_in([cut(runs(encoding, line), every) for line in lines]) == "\n".join(lines)


@pytest.mark.parametrize("encoding", ["viscii", "vps"])
def test_control_codes_and_the_signs_windows_shows_for_them_are_the_same_letters(encoding: str) -> None:
    lines = writable(encoding)
    assert text_in([[(name, as_windows(text)) for name, text in runs(encoding, line)] for line in lines]) == "\n".join(lines)


@pytest.mark.parametrize("encoding", ["viscii", "vps"])
def test_quotation_marks_and_dashes_that_word_put_in_stay(encoding: str) -> None:
    typed = f"“{typed_in(encoding, SENTENCE)}” – {typed_in(encoding, 'điều')}…"
    assert text_in([[("Arial", typed)]]) == f"“{SENTENCE}” – điều…"


@pytest.mark.parametrize("order", [("tcvn3", "vni"), ("vni", "tcvn3"), ("tcvn3", ""), ("", "vni"), ("vni", "viscii")])
def test_two_encodings_in_one_paragraph_under_one_font_are_told_apart(order: tuple[str, str]) -> None:
    first, second = (typed_in(encoding, SENTENCE) for encoding in order)
    assert text_in([[("Times New Roman", f"{first}; {second}")]]) == f"{SENTENCE}; {SENTENCE}"


@pytest.mark.parametrize("mixture", [("tcvn3", "vni", ""), ("vps", "", "vni"), ("viscii", "tcvn3")])
def test_a_mixed_file_is_read_line_by_line(mixture: tuple[str, ...]) -> None:
    chance = random.Random(3)
    lines = [line for line in LINES * 3 if not set(line) & set("".join(_LOST.values()))]
    typed = [runs(chance.choice(mixture), line) for line in lines]
    assert text_in(typed) == "\n".join(lines)


def test_unicode_in_an_old_font_is_left_alone() -> None:
    outcome = read(docx(f"p[font=.VnTime]:{SENTENCE}", "p[font=VNI-Times]:Độc lập - Tự do", "p[font=.VnTimeH]:Hà Nội và Huế"))
    assert outcome.require().visible_text() == f"{SENTENCE}\nĐộc lập - Tự do\nHà Nội và Huế"
    assert outcome.findings == ()


def test_a_letter_of_two_characters_may_stand_in_two_fonts() -> None:
    sentence = typed_in("vni", SENTENCE)
    assert text_in([[("VNI-Times", sentence)], [("Times New Roman", "ba"), ("VNI-Times", "ûn")]]) == f"{SENTENCE}\nbản"


def test_the_font_of_the_letters_beyond_ascii_is_the_one_word_sets_them_in() -> None:
    fonts = '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi=".VnTimeH"/></w:rPr>'
    body = f"<w:p><w:r>{fonts}<w:t>{typed_in('tcvn3', SENTENCE)}</w:t></w:r></w:p>"
    assert read(package({"word/document.xml": xml_document(body)})).require().visible_text() == SENTENCE.upper()


def test_the_optional_hyphen_of_libreoffice_is_the_letter_u_with_horn() -> None:
    line = f"p[font=.VnTime]:{typed_in('tcvn3', SENTENCE)} tr{{softhyphen}}ëng t{{softhyphen}}"
    assert text_of(line) == f"{SENTENCE} trưởng tư"


@pytest.mark.parametrize(
    ("typed", "meant"), [("\u00ad¬ng", "ương"), ("\u00adu tiªn", "ưu tiên"), ("nh\u00ad", "như"), ("t\u00ad\u00adëng", "tưưởng")]
)
def test_the_letter_u_with_horn_stands_anywhere_in_a_word(typed: str, meant: str) -> None:
    assert text_in([[(".VnTime", f"{typed_in('tcvn3', SENTENCE)} {typed}")]]) == f"{SENTENCE} {meant}"


@pytest.mark.parametrize("dashed", ["\u00adb", "\u00ad C¬", "\u00ad§iÒu", "\u00ad"])
def test_an_optional_hyphen_that_makes_no_syllable_stays_one(dashed: str) -> None:
    read_back = text_in([[(".VnTime", typed_in("tcvn3", SENTENCE))], [(".VnTime", dashed)]]).split("\n")[1]
    assert read_back.startswith("\u00ad")


@pytest.mark.parametrize("font", [".VnTimeH", ".VnArial NarrowH", ".vntimeh"])
def test_capitals_come_from_the_font(font: str) -> None:
    lines = (
        f"p[font=.VnTime]:{typed_in('tcvn3', SENTENCE)}",
        f"p[font={font}]:{typed_in('tcvn3', 'quyết định')} ban h{typed_in('tcvn3', 'à')}nh 15",
    )
    assert text_of(*lines) == f"{SENTENCE}\nQUYẾT ĐỊNH BAN HÀNH 15"


def test_the_section_sign_and_the_registered_sign_are_letters_in_tcvn3() -> None:
    lines = [[(".VnTime", typed_in("tcvn3", SENTENCE))], [(".VnTime", "Q§-UB")], [(".VnTime", "®) §iÓm ®")], [("Times New Roman", "N§-CP")]]
    assert text_in(lines).split("\n")[1:] == ["QĐ-UB", "đ) Điểm đ", "NĐ-CP"]


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_bytes_taken_for_windows_1258_are_read(encoding: str) -> None:
    raw = "".join(_taken_for_1258(char) for char in typed_in(encoding, SENTENCE))
    assert text_in([[("Times New Roman", raw)]]) == SENTENCE


def _taken_for_1258(char: str) -> str:
    return bytes([ord(char)]).decode("cp1258") if "\x80" <= char <= "\xff" else char


def test_what_is_set_in_a_symbol_font_is_in_no_encoding() -> None:
    lines: list[list[Typed]] = [[("", typed_in("tcvn3", SENTENCE))], [("", "k "), ("Symbol", "£"), ("", " 0,5")]]
    assert text_in(lines) == f"{SENTENCE}\nk ≤ 0,5"


def test_letters_of_a_font_declared_a_symbol_font_are_what_was_typed() -> None:
    private = "".join(chr(0xF000 + ord(char)) for char in typed_in("tcvn3", SENTENCE))
    assert text_in([[(".VnTime", private)]]) == SENTENCE


def test_a_short_stretch_follows_its_font() -> None:
    line = f"p[font=.VnTime]:{typed_in('tcvn3', SENTENCE)}"
    assert text_of(line, f"p[font=.VnTime]:{typed_in('tcvn3', 'Bộ')}", "p[font=Arial]:Bé") == f"{SENTENCE}\nBộ\nBé"


def test_one_word_of_another_encoding_is_marked_and_not_guessed() -> None:
    outcome = read(old_docx([[("Arial", SENTENCE)], [(".VnTime", "thuû")]]))
    assert outcome.require().visible_text() == f"{SENTENCE}\nthuû"
    assert [(finding.code, finding.where) for finding in outcome.findings] == [("W041", "paragraph 2")]


def test_the_editor_gets_a_table_of_what_was_converted() -> None:
    lines = [[(".VnTime", typed_in("tcvn3", SENTENCE))], [("Arial", SENTENCE)], [("VNI-Times", typed_in("vni", SENTENCE))]]
    rows = [finding for finding in read(old_docx(lines)).findings if finding.code == "W060"]
    assert [(row.where, row.details["font"], row.details["encoding"]) for row in rows] == [
        ("paragraph 1", ".VnTime", "TCVN3 (ABC)"),
        ("paragraph 3", "VNI-Times", "VNI"),
    ]
    assert rows[0].details["before"].startswith("ñy ban")
    assert rows[0].details["after"].startswith("ủy ban")


def test_the_table_is_bounded_and_the_count_is_not() -> None:
    lines = [[(".VnTime", typed_in("tcvn3", f"Điều {place}. Hiệu lực thi hành"))] for place in range(200)]
    findings = read(old_docx(lines)).findings
    assert sum(finding.code == "W060" for finding in findings) == 50
    assert next(finding for finding in findings if finding.code == "W040").details["count"] == "200"


@pytest.mark.parametrize(
    "foreign",
    [
        "Müller & Söhne GmbH, Straße 5",
        "El niño, año 2020, mañana",
        "±5 °C, 25 m², µm, ½",
        "naïve café, où, là, déjà, Noël",
        "São Paulo: não há só maçã, também pão e limão",
        "Für die Bürger ändert sich nächstes Jahr größtenteils nichts; schöne Grüße aus Köln",
        "Les élèves où l'État possède des forêts ; l'hôtel a été réservé dès janvier, voilà où ça mène",
        "Göteborg, Malmö och Västerås är städer; många människor åker tåg på morgonen",
        "a\u00a0b\u00a0c\u00a0d\u00a0e",
    ],
)
@pytest.mark.parametrize("font", ["Times New Roman", "Arial"])
def test_foreign_words_are_no_old_encoding(foreign: str, font: str) -> None:
    for lines in ([SENTENCE, foreign], [foreign], [foreign] * 5):
        outcome = read(old_docx([[(font, line)] for line in lines]))
        assert outcome.require().visible_text() == "\n".join(lines)
        assert outcome.findings == ()


_ABROAD = {
    "Danish": "på sø få så må gå når nå lå kø bø mø dø tø Ås Å øl år åben også Søren Jørgen tæt bør før dør blå grå små stå",
    "Swedish": "på så få gå må år ö hö rö tö nö lön Malmö Göteborg är när här där tå bär för hör gör åt båt låt",
    "German": "für Tür Süd grün schön Öl Köln Düren Straße groß Bär Müh früh hätte täte Ä Ö Ü",
    "French": "où là à dès né dû mû été très père hôtel côté goût çà ça âme tête même prêt André René Orléans",
    "Portuguese": "não são pão mão lã só pé até avô avó João mãe põe",
    "Romanian": "în câine când până vârf",
    "Icelandic": "það við Þór Jón já nú sú þú bær sæ",
    "units": "µg µm µl µmol µg/ml µg/m³ µm² µ Ø Ø20 Ø110mm Å °C m² m³ ½ ¼ × ß-caroten ®Panadol §5 10µg",
}
_SAID = st.sampled_from(sorted(_ABROAD)).flatmap(lambda name: st.lists(st.sampled_from(_ABROAD[name].split()), min_size=1, max_size=40))


@given(_SAID, st.sampled_from(["", "Times New Roman"]), st.booleans(), st.booleans())
def test_short_words_of_others_said_again_and_again_are_no_old_encoding(said: list[str], font: str, cells: bool, beside: bool) -> None:
    lines = said if cells else [", ".join(said)]
    lines = [SENTENCE, *lines] if beside else lines
    assert decided([[(font, line)] for line in lines]) == lines


def test_terms_of_chemistry_and_units_in_vietnamese_stay() -> None:
    line = "Bụi PM2,5 ≤ 25 µg/Nm³; α-naphtyl, β-caroten ≤ 5 µmol; ống Ø 20, bước sóng 5 890 Å; pH 6,5 ± 0,1"
    assert decided([[("", line)]] * 5) == [line] * 5


def test_a_short_line_in_an_old_font_needs_fewer_words() -> None:
    line = "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert text_in([[(".VnTime", typed_in("tcvn3", line))]]) == line
    assert text_in([[(".VnTime", typed_in("tcvn3", "quyết định quyết định"))]]) == "quyết định quyết định"


@pytest.mark.parametrize("word", ["nghiêng", "quyết", "gì", "giếng", "khuỷu", "đường", "Ủy", "thuở", "oái", "yêu"])
def test_vietnamese_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["trëng", "cêm", "ngi", "hoats", "Straße", "việtt", "tac", "khuyêc", "ghan", "ñi", "đi\u0301e\u0300u"])
def test_what_is_no_syllable_is_known(word: str) -> None:
    assert not is_syllable(word)


_WORDS = st.lists(st.sampled_from(" ".join((SENTENCE, *LINES)).split()), min_size=1, max_size=12).map(" ".join)


@given(_WORDS, st.sampled_from(["Times New Roman", ".VnTime", "VNI-Times", ".VnTimeH"]))
def test_unicode_vietnamese_is_never_taken_for_an_old_encoding(text: str, font: str) -> None:
    assert decided([[(font, text)]]) == [text]


@given(_WORDS, st.sampled_from(OLD), st.integers(1, 5))
def test_words_after_a_sentence_in_an_old_encoding_come_back(text: str, encoding: str, every: int) -> None:
    text = "".join(char for char in text if char not in _LOST.get(encoding, ""))
    lines = [runs(encoding, SENTENCE), cut(runs(encoding, text), every)]
    assert unicodedata.normalize("NFC", decided(lines)[1]) == text


@given(st.text(max_size=80), st.sampled_from(ENCODINGS))
def test_any_text_can_be_weighed(text: str, encoding: str) -> None:
    weight(text, encoding)


def test_every_encoding_the_tests_type_has_its_fonts() -> None:
    assert {*OLD, ""} == set(FONTS)
