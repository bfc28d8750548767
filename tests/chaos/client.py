"""Customers and the system that writes for them, patient as real ones: what failed is sent again, same key."""

from __future__ import annotations

import email
import email.policy
import http.client
import json
import re
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.chaos.site import Site, wait_for

COMPLAINT = "我要投诉！第 {n} 次说了，退款十天还没到账，客服态度极差，再不处理就打12315！"
PRAISE = "第 {n} 位店员特别耐心，必须表扬！"
PATIENCE = 150.0
LINK = re.compile(r"/t/([\w-]+)")


@dataclass
class Story:
    """What one customer did and was told."""

    key: str
    is_complaint: bool
    feedback_id: int = 0
    case_id: int = 0
    token: str = ""
    wrote: bool = False
    accepted: bool = False


@dataclass
class Crowd:
    """Customers one after another on each of ``threads`` threads, for as long as ``going``."""

    site: Site
    secret: str
    threads: int = 6
    stories: list[Story] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    retries: int = 0
    going: threading.Event = field(default_factory=threading.Event)
    numbers: Any = field(default_factory=lambda: count(1))

    def run(self) -> list[threading.Thread]:
        found = [threading.Thread(target=self._live, name=f"customer-{n}", daemon=True) for n in range(self.threads)]
        for one in found:
            one.start()
        return found

    def _live(self) -> None:
        while not self.going.is_set():
            number = next(self.numbers)
            story = Story(f"order-{number}", is_complaint=number % 4 != 0)
            self.stories.append(story)
            try:
                self._tell(story, number)
            except AssertionError as problem:
                self.troubles.append(f"{story}: {problem}")
                return

    def _tell(self, story: Story, number: int) -> None:
        words = (COMPLAINT if story.is_complaint else PRAISE).format(n=number)
        sent = {"text": words, "channel": "shop", "customer": {"name": f"客{number}", "email": _address(number)}}
        story.feedback_id = self._insist(number, "/api/v1/feedback", json.dumps(sent), 201, key=story.key)["id"]
        again = self._insist(number, "/api/v1/feedback", json.dumps(sent), 201, key=story.key)["id"]
        assert again == story.feedback_id, f"the same key was answered {story.feedback_id}, then {again}"
        if not story.is_complaint:
            return
        story.case_id = wait_for("its case", lambda: self._case_of(number, story), seconds=PATIENCE)
        story.token = wait_for("the mail with the link", lambda: self._link_to(number), seconds=PATIENCE)
        self._write(story, number)
        wait_for("an accepted offer", lambda: self._accept(story, number), seconds=PATIENCE)

    def _case_of(self, number: int, story: Story) -> int:
        page = self._insist(number, f"/api/v1/cases?limit=200&after={max(0, story.feedback_id - 300)}", None, 200)
        found = [row["id"] for row in page["items"] if row["feedback_id"] == story.feedback_id]
        assert len(found) < 2, f"{story.key} has the cases {found}"
        return found[0] if found else 0

    def _link_to(self, number: int) -> str:
        for file in Path(self.site.data / "outgoing-mail").glob("*.log"):
            for text in file.read_bytes().split(b"-" * 79 + b"\n"):
                letter = email.message_from_bytes(text, policy=email.policy.default)
                if letter["To"] == _address(number) and (link := LINK.search(str(letter.get_content()))):
                    return link.group(1)
        return ""

    def _write(self, story: Story, number: int) -> None:
        form = urlencode({"text": f"请尽快处理，我是第 {number} 位。", "key": f"words-{number}"})
        for _ in range(2):  # a double click
            self._insist(number, f"/t/{story.token}/message", form, 302)
        story.wrote = True

    def _accept(self, story: Story, number: int) -> bool:
        page = self._insist(number, f"/t/{story.token}", None, 200)
        way = re.search(rf'action="(/t/{story.token}/offers/\d+/accept)"', page)
        if way is None:
            story.accepted = "coupon" in page and bool(re.search(r'class="coupon"', page))
            return story.accepted
        option = re.search(r'name="option" value="(\d+)"', page)
        self._insist(number, way.group(1), urlencode({"option": option.group(1) if option else ""}), 302)
        return False

    def _insist(self, number: int, path: str, body: str | None, wanted: int, key: str = "") -> Any:
        """Ask until the answer is there; anything but the wanted answer or a trouble of the server is a failure."""
        deadline, pause, last = time.monotonic() + PATIENCE, threading.Event(), "nothing"
        while time.monotonic() < deadline:
            try:
                status, answer = self._ask(number, path, body, key)
            except (OSError, http.client.HTTPException) as problem:
                status, answer = 0, repr(problem)
            if status == wanted:
                return json.loads(answer) if path.startswith("/api/") else answer
            last = f"{status} {answer[:300]}"
            assert status in (0, 429) or status >= 500, f"{path} answered {last}"
            self.retries += 1
            pause.wait(0.2)
        raise AssertionError(f"{path} was not answered for {PATIENCE:.0f} s; last: {last}")

    def _ask(self, number: int, path: str, body: str | None, key: str) -> tuple[int, str]:
        # Each customer has an address of its own, since the pages count requests by address.
        source = (f"127.0.{number // 200 + 1}.{number % 200 + 1}", 0)
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=20, source_address=source)
        headers = {"Host": f"127.0.0.1:{self.site.port}"}
        if path.startswith("/api/"):
            headers |= {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        elif body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if key:
            headers["Idempotency-Key"] = key
        try:
            connection.request("GET" if body is None else "POST", path, body.encode() if body else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()


def _address(number: int) -> str:
    return f"customer{number}@shop.example"
