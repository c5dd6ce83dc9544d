"""What stops verifying, and when."""

from tests.demo import Demo, call


def test_everything_published_is_listed_with_the_day_its_proof_ends(demo: Demo) -> None:
    answer = call("--home", demo.home, "--json", "renew", "--report", 1)
    assert answer.status == 0
    assert len(answer.rows) == 9
    assert all(row["lasts"] and row["until"] for row in answer.rows)


def test_what_ends_too_early_is_a_negative_answer(demo: Demo) -> None:
    assert call("--home", demo.home, "renew", "--report", 100).status == 1


def test_without_a_file_what_is_due_is_renewed_and_nothing_is_due_in_a_new_installation(demo: Demo) -> None:
    answer = call("--home", demo.home, "--json", "renew")
    assert (answer.status, answer.rows) == (0, [{"renewed": 0, "failing": 0}])
