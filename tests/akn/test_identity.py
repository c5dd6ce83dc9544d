"""Nothing is lost between a draft and its Akoma Ntoso: there and back again it is the same, modifications included."""

from hypothesis import HealthCheck, given, settings

from gazette import akn
from gazette.model.draft import Draft
from tests.akn.drafts import drafts


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts())
def test_any_draft_is_valid_and_the_same_after_the_way_to_xml_and_back(draft: Draft) -> None:
    xml = akn.write(draft).require()
    assert akn.validate(xml) == ()
    back = akn.read(xml).require()
    assert back == draft
    assert akn.write(back).require() == xml
