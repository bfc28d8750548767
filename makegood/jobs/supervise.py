"""Keep the database, the web and the worker alive until somebody says stop."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from makegood.jobs.child import Child
from makegood.jobs.words import gettext as _
from makegood.wires.postgres import Cluster, PostgresTrouble, ensure_running, release

Say = Callable[[str], None]
LOOK_EVERY = 0.25
STOP_PATIENCE = 20.0


@dataclass(slots=True)
class Supervisor:
    """``cluster`` is None when the database is somebody else's."""

    cluster: Cluster | None
    children: list[Child]
    say: Say
    when_up: Callable[[], bool] = lambda: True
    announce: Callable[[], None] = lambda: None
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Blocks until SIGINT or SIGTERM; stops the children, then the database if nobody else uses it."""
        before = {number: signal.signal(number, self._asked) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            announced = False
            while not self.stopping.is_set():
                self._look_after_all()
                if not announced and self.when_up():
                    self.announce()
                    announced = True
                self.stopping.wait(LOOK_EVERY)
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def stop(self) -> None:
        """Children first, together; the database last."""
        for child in self.children:
            child.ask_to_stop()
        until = time.monotonic() + STOP_PATIENCE
        for child in self.children:
            child.wait(until)
        if self.cluster is not None:
            release(self.cluster)

    def _look_after_all(self) -> None:
        self._look_after_database()
        for child in self.children:
            news = child.look_after(time.monotonic())
            if news == "died":
                self.say(_("%(name)s ended; starting it again. Its log: %(log)s") % _facts(child))

    def _look_after_database(self) -> None:
        if self.cluster is None or self.cluster.is_alive:
            return
        self.say(_("The database ended; starting it again."))
        try:
            again = ensure_running(self.cluster.place.root, say=self.say)
        except PostgresTrouble as trouble:
            self.say(str(trouble))
            self.stopping.wait(2.0)
            return
        # We count twice now, so this only drops the older membership.
        release(self.cluster)
        self.cluster = again

    def _asked(self, number: int, frame: FrameType | None) -> None:
        if not self.stopping.is_set():
            self.say(_("Stopping …"))
        self.stopping.set()


def _facts(child: Child) -> dict[str, str]:
    return {"name": child.name, "log": str(child.log)}
