"""The whole line through the services: from the Word file to the street."""

import search
from gazette.model.reading import DocumentView
from tests.town import Town


def test_a_word_file_becomes_a_published_document_that_is_found_and_read(town: Town) -> None:
    document = town.through("published")
    assert document.state == "published"
    assert document.number is not None
    view = town.services.read.document(document.slug or "")
    assert isinstance(view, DocumentView)
    assert view.document.number == document.number
    assert document.number in view.html
    hits = town.services.find.find(search.Query("to cong tac cong bao")).hits
    assert document.slug in [hit.entry.document for hit in hits]
    assert town.services.index.check() == ()
