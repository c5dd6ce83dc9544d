"""Anybody gets the proof of a published document or issue, in both languages, and checks it without this site."""

import json
from pathlib import Path

import archive
from gazette.cli.app import run
from tests.web.conftest import Street


def test_a_document_leads_to_its_row_and_the_row_to_a_proof_that_holds(street: Street, tmp_path: Path) -> None:
    anybody, address = street.anybody(), f"/van-ban/{street.slugs[0]}"
    listed = anybody.get(f"/nhat-ky?tim={street.slugs[0]}").get_data(as_text=True)
    index = anybody.get(f"{address}.json").get_json()["log"]["index"]
    assert f'href="/nhat-ky/{index}"' in listed
    page = anybody.get(f"/nhat-ky/{index}").get_data(as_text=True)
    proof = anybody.get(f"/nhat-ky/{index}.json").get_data()
    proved = archive.check_publication(proof, street.town.parts.vault.public.keys)
    assert (proved.row.object, proved.findings) == (address, ())
    assert json.loads(proof)["proof"]["root"] in page
    assert anybody.get(f"/api/v1/log/{index}").get_json() == json.loads(proof)
    assert "Check it yourself" in anybody.get(f"/nhat-ky/{index}?lang=en").get_data(as_text=True)
    kept, pdf = tmp_path / "proof.json", tmp_path / "a.pdf"
    kept.write_bytes(proof)
    pdf.write_bytes(anybody.get(f"{address}.pdf").get_data())
    assert run(["audit", "published", str(kept), "--file", str(pdf)]) == 0
    pdf.write_bytes(b"khac")
    assert run(["audit", "published", str(kept), "--file", str(pdf)]) == 1
    assert run(["audit", "published", str(pdf)]) == 2


def test_rows_are_found_by_address_number_and_digest_and_an_issue_has_one_too(street: Street) -> None:
    find = street.town.services.transparency.find
    (seq, issue), *_ = find("http://127.0.0.1:8000/cong-bao/2026/12+13?lang=en").rows
    assert issue.action == "publish"
    assert find(issue.sha256.upper()).rows == find(str(seq)).rows == ((seq, issue),)
    for nothing in ("", "khong-co", "0", "99999", "9" * 30, "-1", "0" * 64, "%", "https://"):
        assert find(nothing).rows == ()


def test_the_log_grew_only_and_asks_for_sizes_it_never_had_are_refused(street: Street) -> None:
    anybody = street.anybody()
    grown = anybody.get("/nhat-ky/tang-truong.json?tu=1").get_json()
    assert (grown["old_size"], grown["size"]) == (1, anybody.get("/nhat-ky.json").get_json()["size"])
    for wrong in ("0", "-1", "9999999", "x", str(2**70)):
        assert anybody.get(f"/nhat-ky/tang-truong.json?tu={wrong}").status_code == 400
    for wrong in ("0", "9999999", str(2**70)):
        assert anybody.get(f"/nhat-ky/{wrong}").status_code == 404
    assert anybody.get(f"/nhat-ky?truoc={2**70}").status_code in (200, 400)
    assert anybody.get("/api/v1/log?truoc=2").get_json()["rows"][0]["row"] == 1
