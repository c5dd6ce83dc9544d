"""PAdES signatures by role, their verification, and the guards around both."""

from signing.allowed import AllowedSigner, AllowedSigners
from signing.appearance import Appearance, missing_letters
from signing.batch import Done, Journal, run_batch
from signing.blanks import Blank
from signing.client import BatchOrder, Made, SignerClient
from signing.copies import CopyForm, annex_text, copy_text, top_right
from signing.detached import stamp, stamped_at
from signing.errors import (
    AppearanceRefused,
    AuthorityUnreachable,
    CertificateRefused,
    DocumentRefused,
    FetchRefused,
    KeyRefused,
    OrderRefused,
    SignerUnavailable,
    SigningError,
    TrustRefused,
    VerificationUnavailable,
)
from signing.form import copy_place, fields, fill, prepare, texts
from signing.horizon import SUNSETS, Horizon, horizon, verifiable_until
from signing.keyring import Keyring, read_secret
from signing.keys import KeySource, SigningKey, load_pkcs12, open_pkcs11
from signing.opening import FieldState
from signing.pades import sign
from signing.profiles import DATE_FIELD, NUMBER_FIELD, PROFILES, Box, Profile, profile_of
from signing.remote import Ceremony, DeviceCertificate, SigningRequest, accept_external, begin_remote, complete_remote, read_certificate
from signing.report import FINDINGS, Finding, Report, SignatureReport, Signer, Verdict
from signing.returned import REASONS, Expected, ReturnRefused, refusal
from signing.roles import Level, Role, role_of
from signing.sample import SampleAuthority, create_sample_authority
from signing.sample_server import serve_sample_authority, serving
from signing.service import SignerServer, SignerSettings, open_server, serve
from signing.stamping import renew, timestamp
from signing.tasks import Job, RenewTask, Services, SignTask, StampTask
from signing.timestamps import TimestampAuthority
from signing.trust import Anchor, Purpose, TrustStore
from signing.verify import verify

__all__ = [
    "DATE_FIELD",
    "FINDINGS",
    "NUMBER_FIELD",
    "PROFILES",
    "REASONS",
    "SUNSETS",
    "AllowedSigner",
    "AllowedSigners",
    "Anchor",
    "Appearance",
    "AppearanceRefused",
    "AuthorityUnreachable",
    "BatchOrder",
    "Blank",
    "Box",
    "Ceremony",
    "CertificateRefused",
    "CopyForm",
    "DeviceCertificate",
    "DocumentRefused",
    "Done",
    "Expected",
    "FetchRefused",
    "FieldState",
    "Finding",
    "Horizon",
    "Job",
    "Journal",
    "KeyRefused",
    "KeySource",
    "Keyring",
    "Level",
    "Made",
    "OrderRefused",
    "Profile",
    "Purpose",
    "RenewTask",
    "Report",
    "ReturnRefused",
    "Role",
    "SampleAuthority",
    "Services",
    "SignTask",
    "SignatureReport",
    "Signer",
    "SignerClient",
    "SignerServer",
    "SignerSettings",
    "SignerUnavailable",
    "SigningError",
    "SigningKey",
    "SigningRequest",
    "StampTask",
    "TimestampAuthority",
    "TrustRefused",
    "TrustStore",
    "Verdict",
    "VerificationUnavailable",
    "accept_external",
    "annex_text",
    "begin_remote",
    "complete_remote",
    "copy_place",
    "copy_text",
    "create_sample_authority",
    "fields",
    "fill",
    "horizon",
    "load_pkcs12",
    "missing_letters",
    "open_pkcs11",
    "open_server",
    "prepare",
    "profile_of",
    "read_certificate",
    "read_secret",
    "refusal",
    "renew",
    "role_of",
    "run_batch",
    "serve",
    "serve_sample_authority",
    "serving",
    "sign",
    "stamp",
    "stamped_at",
    "texts",
    "timestamp",
    "top_right",
    "verifiable_until",
    "verify",
]
