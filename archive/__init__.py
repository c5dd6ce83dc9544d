"""Records with confidentiality levels: one door to bytes, labels and the log of who read what."""

from archive.audit import Audit, Entry, Proof
from archive.blobs import Blob, BlobStore, LocalBlobs, ObjectBlobs, open_blobs
from archive.certificates import Certificate
from archive.checking import head_of, verify
from archive.commitments import Commitment
from archive.covers import WITHHELD
from archive.custody import Custody, KeyFile, Shares
from archive.descriptions import Described, described, within
from archive.digest import ContentId
from archive.dossiers import Dossier, DossierPage
from archive.epochs import Epoch
from archive.errors import (
    ArchiveError,
    ArchiveLocked,
    AuditUnavailable,
    BagDamaged,
    BagNotUnderstood,
    BlobDamaged,
    BlobMissing,
    FolderTaken,
    HeadNotUnderstood,
    KeyDestroyed,
    KeyRefused,
    LabelRefused,
    LockLost,
    NameRefused,
    NotPermitted,
    PageNotUnderstood,
    ReasonNeeded,
    RecordHeld,
    RecordLocked,
    RecordNotFound,
    SealBroken,
    SecondPersonNeeded,
    StateSecretRefused,
    StoreFailed,
    StoreNotUnderstood,
    UnknownLabel,
    WrongState,
)
from archive.evidence import EVIDENCE, check_evidence, evidence
from archive.findings import Finding
from archive.fixity import against_log, sweep
from archive.heads import Head, SignedHead, VerifierKey, note_is_signed_by
from archive.holders import change_holders, entrust, open_custody, share
from archive.holdings import blobs_kept
from archive.information import PREMIS, InformationPackage, information_package
from archive.keystore import Destruction, KeyStore, Rotation, open_key_store
from archive.ledger import EMERGENCY
from archive.levels import ANYONE, LEVELS, MARKS, SECRECY, Clearance, Label, Profile, Rank, dominates, highest
from archive.listing import Place, Wanted, mark, originals_with, place
from archive.locks import WORKING, Lock, Locks
from archive.merkle import included
from archive.mets import METS, Made
from archive.mirror import MirroredBlobs
from archive.notes import Notes, is_sealed
from archive.packages import Bag, Payload, open_bag, write_bag
from archive.policy import RULES, Action, LabelColumns, Rule, condition, knows_of, may, readable
from archive.publications import Publication, Publications
from archive.published import Proved, check_publication
from archive.recovery import Recovered
from archive.register import Hold, Record, Rendition, State, label_of, label_values, settle_all
from archive.rounds import CYCLE, Round, nights_due, walk
from archive.rows import LogRow
from archive.schema import create_all, drop_all, refill_nodes
from archive.sealing import new_key
from archive.tables import Names, Utc, label_columns, metadata
from archive.token import Token
from archive.vault import Opened, Page, Vault

__all__ = [
    "ANYONE",
    "CYCLE",
    "EMERGENCY",
    "EVIDENCE",
    "LEVELS",
    "MARKS",
    "METS",
    "PREMIS",
    "RULES",
    "SECRECY",
    "WITHHELD",
    "WORKING",
    "Action",
    "ArchiveError",
    "ArchiveLocked",
    "Audit",
    "AuditUnavailable",
    "Bag",
    "BagDamaged",
    "BagNotUnderstood",
    "Blob",
    "BlobDamaged",
    "BlobMissing",
    "BlobStore",
    "Certificate",
    "Clearance",
    "Commitment",
    "ContentId",
    "Custody",
    "Described",
    "Destruction",
    "Dossier",
    "DossierPage",
    "Entry",
    "Epoch",
    "Finding",
    "FolderTaken",
    "Head",
    "HeadNotUnderstood",
    "Hold",
    "InformationPackage",
    "KeyDestroyed",
    "KeyFile",
    "KeyRefused",
    "KeyStore",
    "Label",
    "LabelColumns",
    "LabelRefused",
    "LocalBlobs",
    "Lock",
    "LockLost",
    "Locks",
    "LogRow",
    "Made",
    "MirroredBlobs",
    "NameRefused",
    "Names",
    "NotPermitted",
    "Notes",
    "ObjectBlobs",
    "Opened",
    "Page",
    "PageNotUnderstood",
    "Payload",
    "Place",
    "Profile",
    "Proof",
    "Proved",
    "Publication",
    "Publications",
    "Rank",
    "ReasonNeeded",
    "Record",
    "RecordHeld",
    "RecordLocked",
    "RecordNotFound",
    "Recovered",
    "Rendition",
    "Rotation",
    "Round",
    "Rule",
    "SealBroken",
    "SecondPersonNeeded",
    "Shares",
    "SignedHead",
    "State",
    "StateSecretRefused",
    "StoreFailed",
    "StoreNotUnderstood",
    "Token",
    "UnknownLabel",
    "Utc",
    "Vault",
    "VerifierKey",
    "Wanted",
    "WrongState",
    "against_log",
    "blobs_kept",
    "change_holders",
    "check_evidence",
    "check_publication",
    "condition",
    "create_all",
    "described",
    "dominates",
    "drop_all",
    "entrust",
    "evidence",
    "head_of",
    "highest",
    "included",
    "information_package",
    "is_sealed",
    "knows_of",
    "label_columns",
    "label_of",
    "label_values",
    "mark",
    "may",
    "metadata",
    "new_key",
    "nights_due",
    "note_is_signed_by",
    "open_bag",
    "open_blobs",
    "open_custody",
    "open_key_store",
    "originals_with",
    "place",
    "readable",
    "refill_nodes",
    "settle_all",
    "share",
    "sweep",
    "verify",
    "walk",
    "within",
    "write_bag",
]
