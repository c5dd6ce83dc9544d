"""The log at the command line: what somebody elsewhere can check with an export, a head and a key, and no installation."""

from pathlib import Path

from tests.demo import Demo, call


def _taken_home(own: Demo, folder: Path) -> tuple[Path, Path, Path]:
    rows, head, key = folder / "log.jsonl", folder / "head", folder / "key"
    assert own.call("audit", "head", "-o", head).status == 0
    assert own.call("audit", "export", "-o", rows).status == 0
    lines = [row["public"] for row in own.call("keys", "list", "--json").rows if row.get("public")]
    key.write_text("\n".join(lines))
    return rows, head, key


def test_an_export_is_checked_without_an_installation_and_every_change_is_told(own: Demo, tmp_path: Path) -> None:
    rows, head, key = _taken_home(own, tmp_path)
    nowhere = ("--home", tmp_path / "khong-co", "audit", "verify", rows, "--against", head, "--key", key)
    assert call(*nowhere).status == 0
    lines = rows.read_text().splitlines()
    rows.write_text("\n".join(lines[:-2]))
    cut = call(*nowhere, "--json")
    assert (cut.status, [row["code"] for row in cut.rows]) == (1, ["L006"])
    rows.write_text("\n".join([lines[0].replace('"actor":"', '"actor":"x'), *lines[1:]]))
    assert [row["code"] for row in call(*nowhere, "--json").rows][:1] == ["L001"]


def test_the_key_of_another_log_believes_no_head(own: Demo, tmp_path: Path) -> None:
    rows, head, key = _taken_home(own, tmp_path)
    head.write_text(head.read_text().replace("\n\n", "\n\n", 1))
    forged = head.read_text().splitlines()
    forged[1] = str(int(forged[1]) - 1)
    head.write_text("\n".join(forged) + "\n")
    found = call("audit", "verify", rows, "--against", head, "--key", key, "--json")
    assert (found.status, [row["code"] for row in found.rows]) == (1, ["L008"])


def test_what_cannot_be_read_and_what_makes_no_sense_is_exit_2(own: Demo, tmp_path: Path) -> None:
    rows, head, key = _taken_home(own, tmp_path)
    assert call("audit", "verify", tmp_path / "khong-co").status == 2
    assert call("audit", "verify", head, "--against", head).status == 2
    assert own.call("audit", "verify", "--key", key).status == 2
    assert own.call("audit", "proof").status == 2
    assert own.call("audit", "proof", "x", "--row", "1").status == 2
    assert call("audit", "verify", rows, "--key", rows).status == 2


def test_one_row_is_proved_and_a_row_that_is_not_there_is_not(own: Demo) -> None:
    (placed,) = own.call("audit", "proof", "--row", "3", "--json").rows
    assert placed["row"] == 3
    assert own.call("audit", "proof", "--row", "999999").status == 1
