from __future__ import annotations

import threading
from typing import Any, cast

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from makegood.jobs.rounds import Walker, present_rounds

CONCURRENCY = 2
POLL_SECONDS = 1.0
GRACE_SECONDS = 15.0


def fresh_connections(call_next: Any, context: Any, worker: Any) -> Any:
    """Around each job: a thread must not keep a connection that broke under the job before."""
    close_old_connections()
    try:
        return call_next()
    finally:
        close_old_connections()


class Command(BaseCommand):
    help = "Work: jobs from the queue, and the rounds (outbox, promises, seals) beside it."

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = threading.Event()
        walkers = [Walker(one, stopping) for one in present_rounds()]
        for walker in walkers:
            walker.start()
        try:
            connector = cast(DjangoConnector, app.connector).get_worker_connector()
            with app.replace_connector(connector) as worker_app:
                # Polling, not LISTEN: a NOTIFY for each job would cost the database its group commit.
                worker_app.run_worker(
                    concurrency=CONCURRENCY,
                    listen_notify=False,
                    fetch_job_polling_interval=POLL_SECONDS,
                    shutdown_graceful_timeout=GRACE_SECONDS,
                    task_middleware=[fresh_connections],
                )
        finally:
            stopping.set()
            for walker in walkers:
                walker.join(timeout=GRACE_SECONDS)
