"""What stops verifying, and when."""

from tests.demo import Demo, call


def test_everything_published_is_listed_with_the_day_its_proof_ends(demo: Demo) -> None:
    answer = call("--home", demo.home, "--json", "renew", "--report", 1)
    assert answer.status == 0
    assert len(answer.rows) == 9
    assert all(row["lasts"] and row["until"] for row in answer.rows)


def test_what_ends_too_early_is_a_negative_answer(demo: Demo) -> None:
    assert call("--home", demo.home, "renew", "--report", 100).status == 1


def test_without_a_file_or_a_report_there_is_nothing_to_do(demo: Demo) -> None:
    assert call("--home", demo.home, "renew").status == 2
