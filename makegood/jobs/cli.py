"""The command ``makegood``: see ``makegood --help``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from makegood.jobs import running
from makegood.jobs.setting_out import make_ready, manage, open_database, say
from makegood.jobs.words import gettext as _
from makegood.wires.postgres import PostgresTrouble, release

Command = Callable[[argparse.Namespace], int]
OWNERS_COMMANDS = {"migrate", "makemigrations", "createcachetable", "sqlmigrate", "squashmigrations", "prepare"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given[:1] == ["manage"]:
            return _with_database(given[1:] or ["help"])
        chosen = _parser().parse_args(given)
        command: Command = chosen.command
        return command(chosen)
    except PostgresTrouble as trouble:
        say(str(trouble))
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="makegood", description=_("Keep your service promises."))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, words: str, command: Command) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=words, description=words)
        one.set_defaults(command=command)
        return one

    run = add("run", _("Run the web, the worker and the database until Ctrl-C."), running.run)
    demo = add("demo", _("Run with the demo company; it is made on the first start."), running.demo)
    demo.add_argument("--fresh", action="store_true", help=_("Forget the demo company's data and start over."))
    for one in (run, demo):
        one.add_argument("--port", type=int, help=_("The port of the web pages (default 8765)."))
        one.add_argument("--host", default="127.0.0.1", help=_("The address to listen on."))
    add("doctor", _("Say in words what is wrong with this installation."), _doctor)
    add("verify-journal", _("Recompute the journal's seals; name every alteration."), _manages("verify_journal"))
    add("migrate", _("Bring the database to this release."), _manages("prepare"))
    add("worker", _("Run one more worker, here or on another machine."), _manages("work"))
    add("manage", _("Run any Django management command."), _manages("help"))
    bring = add("import", _("Import feedback from a spreadsheet or CSV file."), _import)
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument("--map", type=Path, metavar="MAPPING.yaml", help=_("Which column is what."))
    bring.add_argument("--channel", metavar="CODE", help=_("The channel the file belongs to."))
    bring.add_argument("--rejects", type=Path, metavar="FILE", help=_("Where to write the rows not taken in."))
    stages = add("import-stages", _("Take in a file of stages: queue, dishes, delivery …"), _import_stages)
    stages.add_argument("file", type=Path, metavar="FILE")
    stages.add_argument("--map", type=Path, metavar="MAPPING.yaml", help=_("Which column is what."))
    stages.add_argument("--source", metavar="CODE", help=_("The system that the file is from."))
    stages.add_argument("--rejects", type=Path, metavar="FILE", help=_("Where to write the rows not taken in."))
    stages.add_argument("--live", action="store_true", help=_("No history: make good what the file shows broken."))
    return parser


def _doctor(chosen: argparse.Namespace) -> int:
    from makegood.jobs.doctor import examine

    return examine()


def _manages(name: str) -> Command:
    def command(chosen: argparse.Namespace) -> int:
        return _with_database([name])

    return command


def _import(chosen: argparse.Namespace) -> int:
    extras = [f"--{name}={value}" for name in ("map", "channel", "rejects") if (value := getattr(chosen, name))]
    return _with_database(["import_feedback", *extras, "--", str(chosen.file)])


def _import_stages(chosen: argparse.Namespace) -> int:
    extras = [f"--{name}={value}" for name in ("map", "source", "rejects") if (value := getattr(chosen, name))]
    return _with_database(["import_stages", *extras, *(["--live"] if chosen.live else []), "--", str(chosen.file)])


def _with_database(arguments: list[str]) -> int:
    cluster = open_database(make_ready())
    try:
        return manage(*arguments, owner=arguments[0] in OWNERS_COMMANDS)
    finally:
        if cluster is not None:
            release(cluster)


if __name__ == "__main__":
    sys.exit(main())
