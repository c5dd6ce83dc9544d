"""OCSP and CRL clients for the certificate library on top of the safe fetcher; issuer certificates are never fetched."""
# mypy: disable-error-code="no-untyped-call"

import asyncio
from collections.abc import AsyncGenerator, Iterable
from typing import Any

from asn1crypto import crl, ocsp, pem, x509
from pyhanko_certvalidator.authority import Authority
from pyhanko_certvalidator.errors import CRLFetchError, OCSPFetchError, OCSPValidationError
from pyhanko_certvalidator.fetchers.api import CertificateFetcher, CRLFetcher, FetcherBackend, Fetchers, OCSPFetcher
from pyhanko_certvalidator.fetchers.common_utils import enumerate_delivery_point_urls, format_ocsp_request, process_ocsp_response_data
from pyhanko_certvalidator.util import get_ocsp_urls, get_relevant_crl_dps, issuer_serial

from signing.errors import FetchRefused
from signing.fetch import Answer, SafeFetcher

_URLS_PER_CERTIFICATE = 3


class _Budget:
    """How many requests one verification may still make."""

    def __init__(self, fetcher: SafeFetcher, requests: int) -> None:
        self._fetcher = fetcher
        self._left = requests

    async def get(self, url: str) -> Answer:
        return _good(await asyncio.to_thread(self._spent().get, url))

    async def post(self, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        return _good(await asyncio.to_thread(self._spent().post, url, body, headers))

    def _spent(self) -> SafeFetcher:
        if self._left <= 0:
            raise FetchRefused("Quá nhiều lần hỏi mạng cho một văn bản.", "Too many network requests for one document.")
        self._left -= 1
        return self._fetcher


def _good(answer: Answer) -> Answer:
    if answer.status != 200:
        raise FetchRefused(f"Máy chủ trả lời mã {answer.status}.", f"The server answered with status {answer.status}.")
    return answer


class _OcspClient(OCSPFetcher):
    def __init__(self, budget: _Budget) -> None:
        self._budget = budget
        self._kept: dict[Any, ocsp.OCSPResponse | None] = {}

    async def fetch(self, cert: Any, authority: Authority) -> ocsp.OCSPResponse:
        tag = issuer_serial(cert)
        if tag not in self._kept:
            self._kept[tag] = await self._ask(cert, authority)
        kept = self._kept[tag]
        if kept is None:
            raise OCSPFetchError("no responder gave an answer")
        return kept

    async def _ask(self, cert: Any, authority: Authority) -> ocsp.OCSPResponse | None:
        request = format_ocsp_request(cert, authority, certid_hash_algo="sha1", request_nonces=True)
        headers = {"Content-Type": "application/ocsp-request", "Accept": "application/ocsp-response"}
        for url in list(get_ocsp_urls(cert))[:_URLS_PER_CERTIFICATE]:
            try:
                answer = await self._budget.post(url, request.dump(), headers)
                return process_ocsp_response_data(answer.content, ocsp_request=request, ocsp_url=url)
            except (FetchRefused, OCSPValidationError, ValueError, TypeError, KeyError):
                continue
        return None

    def fetched_responses(self) -> Iterable[ocsp.OCSPResponse]:
        return [response for response in self._kept.values() if response is not None]

    def fetched_responses_for_cert(self, cert: Any) -> Iterable[ocsp.OCSPResponse]:
        kept = self._kept.get(issuer_serial(cert))
        return [] if kept is None else [kept]


class _CrlClient(CRLFetcher):
    def __init__(self, budget: _Budget) -> None:
        self._budget = budget
        self._by_url: dict[str, crl.CertificateList | None] = {}
        self._by_cert: dict[Any, list[crl.CertificateList]] = {}

    async def fetch(self, cert: Any, *, use_deltas: Any = True) -> Iterable[crl.CertificateList]:
        tag = issuer_serial(cert)
        if tag not in self._by_cert:
            points = get_relevant_crl_dps(cert, use_deltas=bool(use_deltas))
            urls = [url for point in points for url in enumerate_delivery_point_urls(point)]
            asked = [await self._ask(url) for url in urls[:_URLS_PER_CERTIFICATE]]
            self._by_cert[tag] = [found for found in asked if found is not None]
        if not self._by_cert[tag]:
            raise CRLFetchError("no CRL could be fetched")
        return self._by_cert[tag]

    async def _ask(self, url: str) -> crl.CertificateList | None:
        if url not in self._by_url:
            try:
                self._by_url[url] = _crl((await self._budget.get(url)).content)
            except (FetchRefused, ValueError, TypeError, KeyError):
                self._by_url[url] = None
        return self._by_url[url]

    def fetched_crls(self) -> Iterable[crl.CertificateList]:
        return [found for found in self._by_url.values() if found is not None]

    def fetched_crls_for_cert(self, cert: Any) -> Iterable[crl.CertificateList]:
        return self._by_cert[issuer_serial(cert)]


def _crl(data: bytes) -> crl.CertificateList:
    if pem.detect(data):
        _, _, data = pem.unarmor(data)
    parsed = crl.CertificateList.load(data, strict=True)
    # Parsing is lazy: touching the list now keeps garbage from surfacing in the middle of a validation.
    _ = parsed["tbs_cert_list"]["this_update"].native
    return parsed


class _NoCertificates(CertificateFetcher):
    async def fetch_cert_issuers(self, cert: Any) -> AsyncGenerator[x509.Certificate, None]:  # noqa: ARG002
        return
        yield

    async def fetch_crl_issuers(self, certificate_list: Any) -> AsyncGenerator[x509.Certificate, None]:  # noqa: ARG002
        return
        yield

    def fetched_certs(self) -> Iterable[x509.Certificate]:
        return []


class SafeBackend(FetcherBackend):
    """The certificate library's view of a SafeFetcher; answers are kept for the life of this object."""

    def __init__(self, fetcher: SafeFetcher, requests: int = 40) -> None:
        budget = _Budget(fetcher, requests)
        self._fetchers = Fetchers(_OcspClient(budget), _CrlClient(budget), _NoCertificates())

    def get_fetchers(self) -> Fetchers:
        """The clients, with what they already know."""
        return self._fetchers

    async def close(self) -> None:
        """Nothing is held open between requests."""
