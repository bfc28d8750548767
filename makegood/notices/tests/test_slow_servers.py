"""However slow the other side answers, nothing is sent twice by two workers, and nobody else waits for it."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from typing import Any

import pytest
from django.db import connection, transaction

from makegood import journal
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.notices.models import Notice, WebhookDelivery
from makegood.notices.operations import deliver_due, queue_deliveries, send_due_emails, subscribe, tell
from makegood.notices.operations.one_at_a_time import EMAIL, alone_with
from makegood.people.events import StaffHired
from makegood.people.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 20


class Slow:
    """What a slow server has heard; it answers when it may."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.asked, self.may_answer = threading.Event(), threading.Event()

    def hear(self, what: str) -> None:
        self.heard.append(what)
        self.asked.set()
        self.may_answer.wait(SECONDS)


@pytest.fixture
def slow() -> Slow:
    return Slow()


def running(server: socketserver.BaseServer) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def web(slow: Slow, settings: Any) -> Iterator[Any]:
    settings.WEBHOOKS_ALLOW_PRIVATE = True

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/slow":
                slow.hear(self.path)
            else:
                slow.heard.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: Any) -> None: ...

    yield from running(ThreadingHTTPServer(("127.0.0.1", 0), Ear))


@pytest.fixture
def mail(slow: Slow, settings: Any) -> Iterator[Any]:
    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 hello\r\n")
            while line := self.rfile.readline():
                verb = line[:4].upper().strip()
                if verb == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    while (part := self.rfile.readline()) not in (b".\r\n", b""):
                        if part.startswith(b"To:"):
                            to = part.decode().strip()
                    slow.hear(to)
                self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
                if verb == b"QUIT":
                    return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    for server in running(Server(("127.0.0.1", 0), Talk)):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        yield server


class Worker(threading.Thread):
    def __init__(self, work: Callable[[], int]) -> None:
        super().__init__(daemon=True)
        self.work, self.done = work, -1
        self.start()

    def run(self) -> None:
        try:
            self.done = self.work()
        finally:
            connection.close()

    def result(self) -> int:
        self.join(SECONDS)
        return self.done


def queued(web: Any, *paths: str, now: datetime) -> None:
    tells = import_module("makegood.notices.queries"), import_module("makegood.notices.operations.queue_deliveries")
    with pytest.MonkeyPatch.context() as patch:
        for module in tells:
            patch.setattr(module, "TOLD_OF", ("people.",))
        for path in paths:
            url = f"http://127.0.0.1:{web.server_port}{path}"
            subscribe(name=path, url=url, events=["people.StaffHired"], by=SYSTEM, at=now)
        with transaction.atomic():
            entry: Entry = journal.record(StaffHired(5, None, "agent"), by=SYSTEM, at=now)
        queue_deliveries(entry, at=now)


def test_a_post_that_outlasts_its_minute_is_not_posted_again_by_another_worker(
    web: Any, slow: Slow, now: datetime
) -> None:
    queued(web, "/slow", now=now)
    first = Worker(lambda: deliver_due(at=now))
    assert slow.asked.wait(SECONDS)
    assert deliver_due(at=now + timedelta(hours=1)) == 0  # long after it was to be tried again
    slow.may_answer.set()
    assert first.result() == 1
    assert deliver_due(at=now + timedelta(hours=2)) == 0
    assert slow.heard == ["/slow"]
    assert WebhookDelivery.objects.get().state == "delivered"


def test_a_slow_address_holds_up_no_other(web: Any, slow: Slow, now: datetime) -> None:
    queued(web, "/slow", "/quick", now=now)
    first = Worker(lambda: deliver_due(at=now, limit=1))
    assert slow.asked.wait(SECONDS)
    assert deliver_due(at=now) == 1
    assert slow.heard == ["/slow", "/quick"]
    slow.may_answer.set()
    assert first.result() == 1


def test_an_address_where_nobody_answers_rests_with_all_that_is_meant_for_it(
    web: Any, now: datetime, settings: Any
) -> None:
    queued(web, "/quick", now=now)
    queued(web, now=now)
    WebhookDelivery.objects.all()[0].subscription.__class__.objects.update(url="http://127.0.0.1:1/")
    assert [deliver_due(at=now), deliver_due(at=now)] == [1, 0]
    assert set(WebhookDelivery.objects.values_list("next_at", flat=True)) == {now + timedelta(seconds=10)}


def test_a_slow_mail_server_gets_each_copy_once_and_no_transaction_waits_for_it(
    mail: Any, slow: Slow, zhouhang: Any, now: datetime
) -> None:
    Staff.objects.filter(pk=zhouhang.pk).update(email="zhou@example.org")
    tell([zhouhang.pk], "case.assigned", {"number": "C1"}, at=now, by_email=True)
    first = Worker(lambda: send_due_emails(at=now))
    assert slow.asked.wait(SECONDS)
    assert send_due_emails(at=now + timedelta(hours=1)) == 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchone()[0] == 0
    slow.may_answer.set()
    assert first.result() == 1
    assert send_due_emails(at=now + timedelta(hours=2)) == 0
    assert slow.heard == ["To: zhou@example.org"]
    assert Notice.objects.get().emailed_at == now


def test_a_worker_that_dies_gives_its_item_back() -> None:
    def die() -> int:
        with alone_with(EMAIL, 7) as is_ours:
            assert is_ours
            connection.close()  # as the end of its process would
            raise KeyboardInterrupt

    def work() -> int:
        try:
            return die()
        except KeyboardInterrupt:
            return 1

    assert Worker(work).result() == 1
    with alone_with(EMAIL, 7) as is_ours:
        assert is_ours
