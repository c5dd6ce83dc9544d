"""One service per thing a person does."""

from dataclasses import dataclass

import archive
from gazette.services.accession import Accessed, Accession, Order
from gazette.services.accounts import Accounts
from gazette.services.agencies import Agencies
from gazette.services.annexes import Annexes
from gazette.services.appraisal import VIEWERS as APPRAISERS
from gazette.services.appraisal import Appraisal
from gazette.services.appraisal import Shown as Disposing
from gazette.services.batches import Batches
from gazette.services.circulation import Circulation, NewList
from gazette.services.cite import Cite
from gazette.services.clearing import Clearing
from gazette.services.compose import Compose
from gazette.services.convert import Convert
from gazette.services.copies import Copies
from gazette.services.desk import Desk
from gazette.services.dossiers import Dossiers, NewDossier
from gazette.services.editing import Editing
from gazette.services.emergencies import Emergencies
from gazette.services.find import Find
from gazette.services.handover import Handover
from gazette.services.index import Index
from gazette.services.keep import About, Decision, Keep, Kept
from gazette.services.lasting import Lasting
from gazette.services.log import Log, Outside, Placed, rows_of
from gazette.services.notify import Notify
from gazette.services.offices import Offices
from gazette.services.partitions import Partitions
from gazette.services.parts import Gazette, Mail, Mailer, Parts, Signer
from gazette.services.plans import KEEPERS as PLAN_KEEPERS
from gazette.services.plans import Line as PlanLine
from gazette.services.plans import Plans
from gazette.services.publish import Publish
from gazette.services.quote import Quote
from gazette.services.read import Read
from gazette.services.receipt import Checked, Receipt
from gazette.services.receive import Receive
from gazette.services.release import Release
from gazette.services.remote import HandedOut, Remote
from gazette.services.repair import Move, Repair
from gazette.services.report import Report
from gazette.services.review import Review
from gazette.services.rounds import Rounds
from gazette.services.saved import KEEPERS as SEARCH_KEEPERS
from gazette.services.saved import Saved, SavedSearch
from gazette.services.sessions import Sessions
from gazette.services.settle import Settle
from gazette.services.sign import Sign
from gazette.services.split import Split
from gazette.services.transparency import LogRows, Transparency
from gazette.services.verify import Verify, VerifyView
from gazette.services.watch import Watch

__all__ = [
    "APPRAISERS",
    "PLAN_KEEPERS",
    "SEARCH_KEEPERS",
    "About",
    "Accessed",
    "Checked",
    "Decision",
    "Disposing",
    "Gazette",
    "HandedOut",
    "Kept",
    "LogRows",
    "Mail",
    "Mailer",
    "Move",
    "NewDossier",
    "NewList",
    "Order",
    "Outside",
    "Parts",
    "Placed",
    "PlanLine",
    "SavedSearch",
    "Services",
    "Signer",
    "VerifyView",
    "build",
    "rows_of",
]


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a screen, a command or the worker may ask for; ``profile`` says which deployment this is."""

    profile: archive.Profile
    accounts: Accounts
    sessions: Sessions
    clearing: Clearing
    circulation: Circulation
    notify: Notify
    emergencies: Emergencies
    receive: Receive
    convert: Convert
    review: Review
    repair: Repair
    settle: Settle
    cite: Cite
    sign: Sign
    remote: Remote
    batches: Batches
    copies: Copies
    annexes: Annexes
    compose: Compose
    split: Split
    offices: Offices
    agencies: Agencies
    publish: Publish
    index: Index
    find: Find
    saved: Saved
    read: Read
    verify: Verify
    watch: Watch
    quote: Quote
    receipt: Receipt
    desk: Desk
    keep: Keep
    partitions: Partitions
    accession: Accession
    editing: Editing
    dossiers: Dossiers
    plans: Plans
    appraisal: Appraisal
    handover: Handover
    lasting: Lasting
    log: Log
    transparency: Transparency
    release: Release
    rounds: Rounds
    report: Report


def build(parts: Parts) -> Services:
    """The services of an installation, made of its parts; nothing is opened or read here."""
    accounts = Accounts(parts.database, parts.vault)
    return Services(
        profile=parts.vault.profile,
        accounts=accounts,
        sessions=Sessions(parts.database),
        clearing=Clearing(parts),
        circulation=Circulation(parts),
        notify=Notify(parts),
        emergencies=Emergencies(parts),
        receive=Receive(parts),
        convert=Convert(parts),
        review=Review(parts),
        repair=Repair(parts),
        settle=Settle(parts),
        cite=Cite(parts),
        sign=Sign(parts),
        remote=Remote(parts, accounts.actor),
        batches=Batches(parts, accounts.actor),
        copies=Copies(parts),
        annexes=Annexes(parts),
        compose=Compose(parts),
        split=Split(parts),
        offices=Offices(parts),
        agencies=Agencies(parts),
        publish=Publish(parts, accounts.actor),
        index=Index(parts),
        find=Find(parts),
        saved=Saved(parts),
        read=Read(parts),
        verify=Verify(parts),
        watch=Watch(parts),
        quote=Quote(parts),
        receipt=Receipt(parts),
        desk=Desk(parts, accounts.actor),
        dossiers=Dossiers(parts),
        plans=Plans(parts),
        appraisal=Appraisal(parts, accounts.actor),
        keep=Keep(parts, accounts.actor),
        partitions=Partitions(parts),
        accession=Accession(parts),
        editing=Editing(parts),
        handover=Handover(parts),
        lasting=Lasting(parts),
        log=Log(parts),
        transparency=Transparency(parts),
        release=Release(parts),
        rounds=Rounds(parts),
        report=Report(parts),
    )
