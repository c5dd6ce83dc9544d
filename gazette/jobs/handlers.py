"""What each kind of job does: one service call, safe to repeat."""

from collections.abc import Callable, Mapping

from gazette.model import job
from gazette.services import Services

Handler = Callable[[Mapping[str, str]], object]


def handlers(services: Services) -> Mapping[str, Handler]:
    """The handlers by kind of job."""
    return {
        job.CONVERT: lambda payload: services.convert.convert(payload["document"]),
        job.HEAD: lambda _: services.log.sign_hourly(),
        job.INDEX: lambda payload: services.index.apply(payload["document"]),
        job.ISSUE: lambda payload: services.index.apply_issue(payload["issue"]),
        job.MAIL: lambda payload: services.notify.deliver(payload["notice"]),
        job.PUBLISH: lambda payload: services.publish.publish_ordered(payload["issue"], payload["due_at"]),
        job.RENEW: lambda _: services.lasting.renew_tonight(),
        job.ROUND: lambda _: services.rounds.tonight(),
        job.SEAL: lambda payload: services.batches.run(payload["batch"]),
        job.UNINDEX: lambda payload: services.index.remove(payload["slug"]),
    }
