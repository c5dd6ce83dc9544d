"""Batches: one order seals many documents; who may, what fails alone, what stops all, and that a seal is never made twice."""

import pytest

import signing
from gazette.model.document import Document
from gazette.model.errors import BadCall, Conflict, NotAllowed, NotFound, Unavailable
from gazette.services import Decision
from tests.town import LEADER, Town

NAMES = ("04-qd-to-cong-tac.docx", "06-cv-ra-soat.docx", "18-ttr-khen-thuong.docx")


@pytest.fixture
def waiting(town: Town) -> list[Document]:
    """Three documents that wait for the seal."""
    return [town.through("signed", name) for name in NAMES]


def states(town: Town, batch: str) -> list[str]:
    return [item.state for _, item in town.services.batches.show(town.who("clerk"), batch).rows]


def sealed(town: Town, document: Document) -> bytes:
    return town.services.desk.file(town.who("clerk"), document.id, "pdf").read()


def test_one_order_seals_what_was_chosen_and_the_journal_tells_each(town: Town, waiting: list[Document]) -> None:
    clerk, service = town.who("clerk"), town.services.batches
    assert {one.id for one in service.waiting(clerk)} == {one.id for one in waiting}
    batch = service.order(clerk, [one.id for one in waiting])
    assert service.waiting(clerk) == ()
    town.worker.drain()
    view = service.show(clerk, batch.id)
    assert (view.batch.state, view.count("sealed"), view.under_way) == ("done", 3, 0)
    for document, item in view.rows:
        pdf = sealed(town, document)
        assert (document.state, document.doers["seal"]) == ("sealed", clerk.user)
        assert item.after == document.file("pdf").sha256  # type: ignore[union-attr]
        assert [field.name for field in signing.fields(pdf) if field.signed] == ["LanhDao", "ConDau"]
    assert town.signer.signed.count("seal") == 3
    assert town.signer.spool == {}


def test_only_a_clerk_orders_and_only_what_waits(town: Town, waiting: list[Document]) -> None:
    service = town.services.batches
    for user in (LEADER, "bien-tap", "quan-tri"):
        with pytest.raises((NotAllowed, NotFound)):
            service.order(town.actors[user], [waiting[0].id])
    early = town.receive("07-ct-phong-chong-thien-tai.docx")
    with pytest.raises(Conflict):
        service.order(town.who("clerk"), [waiting[0].id, early.id])
    with pytest.raises(BadCall):
        service.order(town.who("clerk"), [])
    with pytest.raises(NotFound):
        service.order(town.who("clerk"), ["x"])
    assert service.list(town.who("clerk")) == ()


def test_a_document_stands_in_one_open_batch_and_is_sealed_nowhere_else_meanwhile(town: Town, waiting: list[Document]) -> None:
    clerk, service = town.who("clerk"), town.services.batches
    service.order(clerk, [waiting[0].id])
    with pytest.raises(Conflict):
        service.order(clerk, [waiting[0].id])
    with pytest.raises(Conflict, match="batch that is being sealed"):
        town.services.sign.seal(clerk, waiting[0].id)
    town.worker.drain()
    assert town.signer.signed.count("seal") == 1


def test_what_fails_fails_alone_with_its_reason_and_may_be_chosen_again(town: Town, waiting: list[Document]) -> None:
    clerk, service = town.who("clerk"), town.services.batches
    batch = service.order(clerk, [one.id for one in waiting])
    with town.database.write() as work:
        document = work.documents(clerk.clearance).get(waiting[1].id)
        work.documents(clerk.clearance).save(document)
    town.worker.drain()
    assert states(town, batch.id) == ["sealed", "failed", "sealed"]
    (failed,) = [item for _, item in service.show(clerk, batch.id).rows if item.state == "failed"]
    assert failed.vi
    assert failed.en
    assert failed.after is None
    again = service.order(clerk, [waiting[1].id])
    town.worker.drain()
    assert states(town, again.id) == ["sealed"]


def test_an_account_that_was_closed_seals_nothing_more(town: Town, waiting: list[Document]) -> None:
    batch = town.services.batches.order(town.who("clerk"), [waiting[0].id])
    town.services.accounts.disable(town.who("administrator"), town.who("clerk").user)
    town.worker.drain()
    with town.database.read() as work:
        view = work.batches.view(work.batches.get(batch.id), town.who("editor").clearance)
    assert [item.state for _, item in view.rows] == ["failed"]
    assert town.signer.signed.count("seal") == 0


@pytest.mark.parametrize("lost", ["clearance", "grant"])
def test_a_job_that_waits_seals_nothing_more_for_whoever_may_not_know_the_document_any_longer(town: Town, lost: str) -> None:
    document, clerk, officer = town.through("signed", level="noi-bo"), town.who("clerk"), town.who("security-officer")
    batch = town.services.batches.order(clerk, [document.id])
    if lost == "clearance":
        town.services.clearing.revoke(officer, clerk.user, "Chuyển công tác.")
    else:
        raised = Decision("Có dữ liệu cá nhân.", "01/QĐ-VP")
        town.services.keep.reclassify(officer, town.who("archivist"), document.record, "han-che", raised)
        town.services.keep.revoke(officer, document.record, clerk.user)
    town.worker.drain()
    ((_, item),) = town.services.batches.show(officer, batch.id).rows
    assert (item.state, item.code) == ("failed", NotFound.code)
    assert town.signer.signed.count("seal") == 0


def test_a_silent_signer_holds_the_batch_up_says_so_and_loses_nothing(town: Town, waiting: list[Document]) -> None:
    clerk, service = town.who("clerk"), town.services.batches

    def nobody() -> None:
        raise signing.SignerUnavailable("Tiến trình ký không trả lời.", "The signer process does not answer.")

    batch = service.order(clerk, [one.id for one in waiting])
    town.signer.before = nobody
    town.worker.drain()
    view = service.show(clerk, batch.id)
    assert (view.batch.problem("vi"), view.under_way) == ("Tiến trình ký không trả lời.", 3)
    with pytest.raises(Unavailable):
        service.run(batch.id)
    town.signer.before = None
    service.resume(clerk, batch.id)
    town.worker.drain()
    view = service.show(clerk, batch.id)
    assert (view.batch.state, view.batch.problem("vi"), view.count("sealed")) == ("done", "", 3)
    with pytest.raises(Conflict):
        service.resume(clerk, batch.id)


def test_what_is_not_with_the_signer_yet_can_be_stopped(town: Town, waiting: list[Document]) -> None:
    clerk, service = town.who("clerk"), town.services.batches
    batch = service.order(clerk, [one.id for one in waiting])
    with pytest.raises(NotAllowed):
        service.stop(town.who("auditor"), batch.id)
    assert service.stop(clerk, batch.id) == 3
    town.worker.drain()
    assert states(town, batch.id) == ["stopped"] * 3
    assert service.show(clerk, batch.id).batch.state == "done"
    assert town.signer.signed.count("seal") == 0
    assert len(service.waiting(clerk)) == 3


def test_a_run_broken_off_after_the_seal_was_made_uses_it_and_makes_no_second(town: Town, waiting: list[Document]) -> None:
    clerk, service = town.who("clerk"), town.services.batches
    batch = service.order(clerk, [one.id for one in waiting])
    vault_keep, cut = town.parts.vault.add_rendition, []

    def power_cut(*arguments: object, **options: object) -> object:
        cut.append(True)
        raise KeyboardInterrupt

    object.__setattr__(town.parts.vault, "add_rendition", power_cut)
    with pytest.raises(KeyboardInterrupt):
        service.run(batch.id)
    object.__setattr__(town.parts.vault, "add_rendition", vault_keep)
    assert cut
    assert states(town, batch.id) == ["handed", "waiting", "waiting"]
    town.worker.drain()
    assert states(town, batch.id) == ["sealed"] * 3
    assert town.signer.signed.count("seal") == 3


def test_two_workers_at_one_batch_seal_each_document_once(town: Town, waiting: list[Document]) -> None:
    clerk, service = town.who("clerk"), town.services.batches
    batch = service.order(clerk, [one.id for one in waiting])
    met = []

    def other_worker() -> None:
        if not met:
            met.append(True)
            service.run(batch.id)

    town.signer.before = other_worker
    service.run(batch.id)
    town.signer.before = None
    assert states(town, batch.id) == ["sealed"] * 3
    with town.database.read() as work:
        documents = work.documents(clerk.clearance)
        for document in waiting:
            steps = [entry.action for entry in documents.history(documents.get(document.id))]
            assert steps.count("seal") == 1


def test_who_may_not_know_a_document_is_told_of_no_batch_with_it(town: Town) -> None:
    hidden = town.through("signed", "18-ttr-khen-thuong.docx", level="noi-bo")
    batch = town.services.batches.order(town.who("clerk"), [hidden.id])
    town.services.accounts.set_clearance(town.who("security-officer"), "kiem-soat", "cong-khai", ())
    low = town.services.accounts.actor("kiem-soat")
    assert low is not None
    assert town.services.batches.list(low) == ()
    for wanted in (batch.id, "f" * 32):
        with pytest.raises(NotFound):
            town.services.batches.show(low, wanted)


def test_the_order_stands_in_the_log(town: Town) -> None:
    batch = town.services.batches.order(town.who("clerk"), [town.through("signed").id])
    rows = town.services.log.export(town.who("auditor"))
    (row,) = [row for row in rows if row.action == "order-seals"]
    assert row.actor == town.who("clerk").user
    assert f'"batch":"{batch.id}","documents":"1"' in (row.details or "")


def test_a_publication_broken_off_finds_its_stamps_again(town: Town) -> None:
    document = town.through("sealed")
    issue = town.issue(document)
    original, tries = town.signer.sign, []

    def cut(*arguments: object, **options: object) -> bytes:
        tries.append(True)
        if len(tries) == 1:
            raise KeyboardInterrupt
        return original(*arguments, **options)  # type: ignore[arg-type]

    town.signer.sign = cut  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        town.publish(issue.id)
    assert town.signer.signed.count("timestamp") == 1
    town.publish(issue.id)
    assert town.signer.signed.count("timestamp") == 1
    assert town.signer.spool == {}
