"""init, demo, serve and its parts, stats."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo import Demo, call, run
from tests.serving import Served, serving


@pytest.fixture(scope="module")
def site(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Demo, Served]]:
    """The demonstration served for this file."""
    from tests.demo import alone, in_common

    with alone(in_common(tmp_path_factory) / "authority.lock"):
        own = demo.copied(tmp_path_factory.mktemp("served") / "home")
        with serving(own, tmp_path_factory.mktemp("log")) as running:
            yield own, running


def test_the_parts_are_processes_of_their_own(site: tuple[Demo, Served]) -> None:
    _, running = site
    assert len(running.children()) == 4  # web, worker, signer, sample authority


def test_the_site_answers_when_it_says_so(site: tuple[Demo, Served]) -> None:
    _, running = site
    assert running.get("/healthz").status == 200
    assert running.get("/readyz").status == 200
    home = running.get("/")
    assert home.status == 200
    assert "12 + 13" in home.text


def test_a_second_serve_on_the_same_home_refuses(site: tuple[Demo, Served]) -> None:
    own, running = site
    answer = run("--home", own.home, "serve", "--port", "1")
    assert (answer.status, answer.out) == (3, "")
    assert str(own.home) in answer.sentence
    assert running.get("/readyz").status == 200


def test_a_demo_on_a_served_home_refuses(site: tuple[Demo, Served]) -> None:
    own, _ = site
    assert run("--home", own.home, "demo", "--no-serve").status == 3


def test_a_port_in_use_is_said_in_one_sentence(site: tuple[Demo, Served], tmp_path: Path) -> None:
    own, running = site
    port = running.base.rpartition(":")[2]
    other = own.copied(tmp_path / "other")
    answer = run("--home", other.home, "serve", "--port", port)
    assert answer.status == 3
    assert port in answer.sentence


def test_whatever_part_is_killed_is_started_again(site: tuple[Demo, Served]) -> None:
    _, running = site
    before = running.children()
    for part in before:
        os.kill(part, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (len(running.children() - before) < 4 or running.get("/readyz").status != 200):
        time.sleep(0.1)
    assert len(running.children() - before) == 4
    assert running.get("/readyz").status == 200


def test_the_log_is_json_lines_without_document_text(site: tuple[Demo, Served]) -> None:
    import json

    _, running = site
    running.get("/tim-kiem?q=bi+mat+cua+toi")
    lines = [
        line for line in running.log.read_text().splitlines() if not line.startswith(("Công báo", "Tìm kiếm", "Xác thực", "Bàn làm việc"))
    ]
    assert all(isinstance(json.loads(line), dict) for line in lines)
    assert not any("bi mat cua toi" in line or "bi+mat" in line for line in lines)


@pytest.mark.parametrize("verb", [["serve"], ["stats"], ["worker"], ["signer"], ["search", "a"], ["user", "list"], ["issue", "list"]])
def test_a_folder_without_an_installation_is_said_and_left_alone(tmp_path: Path, verb: list[str]) -> None:
    for home in (tmp_path / "none", tmp_path):
        answer = call("--home", home, *verb)
        assert answer.status == 3
        assert f"gazette --home {home} init" in answer.sentence
    assert not list(tmp_path.iterdir())


def test_a_sample_installation_prints_its_logins_once(demo: Demo, tmp_path: Path) -> None:
    lines = [line.split() for line in demo.said.out.splitlines()]
    assert all(len(words) == 5 and words[0] == "login" for words in lines)
    again = demo.call("init", "--sample")
    assert (again.status, again.out) == (0, f"{demo.home}\n")


def test_no_demonstration_runs_in_a_real_installation(tmp_path: Path) -> None:
    assert call("--home", tmp_path / "home", "init").status == 0
    answer = call("--home", tmp_path / "home", "demo", "--no-serve")
    assert answer.status == 1
    assert "cài đặt thật" in answer.sentence


def test_the_figures_are_numbers_of_what_is_there(demo: Demo) -> None:
    figures = demo.json("stats").row
    assert figures
    assert any(value == 8 for value in figures.values() if isinstance(value, int)) or "published" in str(figures)


def test_nothing_strays_into_the_output_of_the_demonstration(demo: Demo) -> None:
    assert demo.said.err.splitlines() == ["Đã đăng Công báo 8 văn bản, 7 văn bản chờ trên bàn làm việc, 4 hồ sơ trong kho lưu trữ."]
