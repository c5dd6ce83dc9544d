"""Splitting a long document over several issues: at which provision one ends and the next goes on."""

from dataclasses import dataclass, replace

from gazette import typeset
from gazette.db import Work
from gazette.db.steps import record
from gazette.model.issue import Issue, IssueItem, Stretch
from gazette.model.issue_order import inserted
from gazette.model.people import Actor
from gazette.model.refusals import NotAccepted
from gazette.services.failing import refused
from gazette.services.issue_acts import changing, item_of, permitted, with_items
from gazette.services.parts import Parts
from gazette.services.pressing import Pressing


@dataclass(frozen=True, slots=True)
class Cut:
    """A place at which a document may be split: the provision that the next part begins with, and the page on which that begins now."""

    at: str
    page: int


@dataclass(frozen=True, slots=True)
class SplitView:
    """A document of an issue with the places at which it can be split, its pages as it stands, and the issues that can go on with it."""

    issue: Issue
    item: IssueItem
    pages: int
    cuts: tuple[Cut, ...]
    followers: tuple[Issue, ...]

    def within(self, pages: int) -> Cut | None:
        """The last place that leaves at most *pages* pages to this issue."""
        return next((cut for cut in reversed(self.cuts) if cut.page <= pages), None)


class Split:
    """Documents that run over several issues."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def open(self, actor: Actor, issue_id: str, document_id: str) -> SplitView:
        """What can be split, and where. Raises RoleMissing, StepClosed, NotAccepted (it cannot be printed), NotFound."""
        with self._parts.database.write() as work:
            issue = work.issues(actor.clearance).get(issue_id)
            permitted(issue, actor, "change")
            item = item_of(issue, document_id)
            text = Pressing(self._parts, work, actor.clearance).one(item)
            following = tuple(one for one in work.lists(actor.clearance).open_issues() if _may_follow(issue, item, one))
        measured = typeset.measure(text)
        if measured.value is None:
            raise refused(measured.findings)
        cuts = tuple(Cut(at, page) for at, page in measured.value.begins.items() if at != item.stretch.begins)
        return SplitView(issue, item, measured.value.pages, cuts, following)

    def split(self, actor: Actor, issue_id: str, document_id: str, at: str, following: str) -> Issue:
        """Leaves what stands from the provision *at* on to the issue *following*; both issues are to be approved again.

        Raises RoleMissing, StepClosed, NotAccepted (no such place, or that issue cannot go on with it), NotFound.
        """
        if at not in {cut.at for cut in self.open(actor, issue_id, document_id).cuts}:
            raise NotAccepted(vi="không chia được ở chỗ này", en="the document cannot be split here")
        with self._parts.database.write() as work:
            issue, target = (changing(self._parts, work, actor, one) for one in (issue_id, following))
            item = item_of(issue, document_id)
            if not _may_follow(issue, item, target):
                raise NotAccepted(vi=f"{target.title} không đăng tiếp được", en=f"{target.title} cannot go on with it")
            mine, rest = (replace(item.stretch, ends=at), replace(item.stretch, begins=at))
            self._placed(work, actor, issue, replace(item, stretch=mine, estimate=None))
            self._placed(work, actor, target, replace(item, stretch=rest, estimate=None))
            record(work, actor, "split", item.document, f"{issue.title}, {target.title}")
            return work.issues(actor.clearance).get(issue_id)

    def join(self, actor: Actor, issue_id: str, document_id: str) -> Issue:
        """Gives a later part back to the issue that holds the part before it, which must not be published yet.

        Raises RoleMissing, StepClosed, NotAccepted for what is no later part, NotFound.
        """
        with self._parts.database.write() as work:
            issue = changing(self._parts, work, actor, issue_id)
            item = item_of(issue, document_id)
            held = work.issues(actor.clearance).holding(document_id)
            before = next((one for one in held if item.stretch.begins and one.number == item.stretch.previous), None)
            if before is None:
                raise NotAccepted(vi="đây không phải là phần tiếp theo của văn bản", en="this is no later part of a document")
            earlier = changing(self._parts, work, actor, before.id)
            whole = replace(item_of(earlier, document_id).stretch, ends=item.stretch.ends)
            work.issues(actor.clearance).save(with_items(issue, (one for one in issue.items if one is not item)))
            self._placed(work, actor, earlier, replace(item_of(earlier, document_id), stretch=whole, estimate=None))
            record(work, actor, "join", item.document, f"{earlier.title}, {issue.title}")
            return work.issues(actor.clearance).get(issue_id)

    def _placed(self, work: Work, actor: Actor, issue: Issue, item: IssueItem) -> None:
        """Writes an item into its place of an issue, instead of what it held of the same document."""
        others = [one for one in issue.items if one.document.id != item.document.id]
        if len(others) < len(issue.items):
            items = [item if one.document.id == item.document.id else one for one in issue.items]
        else:
            items = inserted(others, item)
        work.issues(actor.clearance).save(with_items(issue, items))


def _may_follow(issue: Issue, item: IssueItem, other: Issue) -> bool:
    """Whether *other* can go on with *item*: a later issue at work, before the one that holds the next part already."""
    stretch: Stretch = item.stretch
    later = issue.number < other.number and other.state != "published"
    return later and (stretch.following is None or other.number < stretch.following)
