"""PAdES signatures by role, their verification, and the guards around both."""

from signing.appearance import Appearance, missing_letters
from signing.batch import Done, Journal, run_batch
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
from signing.horizon import verifiable_until
from signing.keys import KeySource, SigningKey, load_pkcs12, open_pkcs11
from signing.pades import FieldState, fields, prepare, renew, sign, timestamp
from signing.profiles import PROFILES, Box, Profile, profile_of
from signing.report import FINDINGS, Finding, Report, SignatureReport, Signer, Verdict
from signing.roles import Level, Role, role_of
from signing.sample import SampleAuthority, create_sample_authority
from signing.sample_server import serve_sample_authority, serving
from signing.service import Keyring, SignerClient, SignerServer, SignerSettings, open_server, serve
from signing.tasks import Job, RenewTask, Services, SignTask, StampTask
from signing.timestamps import TimestampAuthority
from signing.trust import Anchor, Purpose, TrustStore
from signing.verify import verify

__all__ = [
    "FINDINGS",
    "PROFILES",
    "Anchor",
    "Appearance",
    "AppearanceRefused",
    "AuthorityUnreachable",
    "Box",
    "CertificateRefused",
    "DocumentRefused",
    "Done",
    "FetchRefused",
    "FieldState",
    "Finding",
    "Job",
    "Journal",
    "KeyRefused",
    "KeySource",
    "Keyring",
    "Level",
    "OrderRefused",
    "Profile",
    "Purpose",
    "RenewTask",
    "Report",
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
    "StampTask",
    "TimestampAuthority",
    "TrustRefused",
    "TrustStore",
    "Verdict",
    "VerificationUnavailable",
    "create_sample_authority",
    "fields",
    "load_pkcs12",
    "missing_letters",
    "open_pkcs11",
    "open_server",
    "prepare",
    "profile_of",
    "renew",
    "role_of",
    "run_batch",
    "serve",
    "serve_sample_authority",
    "serving",
    "sign",
    "timestamp",
    "verifiable_until",
    "verify",
]
